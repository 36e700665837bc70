package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/laneway-flow/laneway/api"
	"github.com/laneway-flow/laneway/engine/runner"
)

// firstStart fills an empty store and returns what is to be shown this once:
// the administrator's token and, with demo, one token for each person.
func firstStart(ctx context.Context, run *runner.Runner, f serveFlags, lang string) (string, error) {
	loaded, err := seed(ctx, run)
	if err != nil {
		return "", err
	}
	now := time.Now()
	admin, err := api.Bootstrap(ctx, run, now)
	if err == nil && admin == "" && f.newAdmin {
		admin, err = api.CreateToken(ctx, run, api.TokenSpec{Name: "operator", Service: "admin", Roles: []string{"admin"}, By: "operator"}, now)
	}
	if err != nil || admin == "" {
		return "", err
	}
	var out strings.Builder
	out.WriteString(pick(lang, "管理员令牌，只显示这一次：\n", "the administrator's token, shown this once:\n"))
	fmt.Fprintf(&out, "  export LANEWAY_TOKEN=%s\n", admin)
	if !f.demo || !loaded {
		return out.String(), nil
	}
	out.WriteString(pick(lang, "演示人员的令牌，只显示这一次：\n", "tokens of the demonstration's people, shown this once:\n"))
	for _, p := range run.World().Org.People() {
		text, err := api.CreateToken(ctx, run, api.TokenSpec{Name: "demo", Person: p.ID, By: "demo"}, now)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&out, "  export %s=%s  # %s, %s\n", variable(p.ID), text, p.Name, strings.Join(p.Teams, " "))
	}
	return out.String(), nil
}

// variable is the shell variable for a person's token: li-na gives LI_NA.
func variable(person string) string {
	return strings.ToUpper(strings.ReplaceAll(person, "-", "_"))
}
