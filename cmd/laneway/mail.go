package main

import (
	"fmt"
	"net"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/laneway-flow/laneway/engine/runner"
)

// mailFlags name the SMTP server that notifications go by.
type mailFlags struct{ server, from, user, security string }

func (m *mailFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&m.server, "smtp", "", "mail server, host or host:port, that notifies people of promises; without one they stand in the log")
	flags.StringVar(&m.from, "smtp-from", "", "sender of notifications, as 'Laneway <desk@example.org>'")
	flags.StringVar(&m.user, "smtp-user", "", "user at the mail server; the password is LANEWAY_SMTP_PASSWORD")
	flags.StringVar(&m.security, "smtp-security", string(runner.MailStartTLS), "starttls, tls or none")
}

// settings are those of the runner; nil without a server.
func (m *mailFlags) settings() (*runner.Mail, error) {
	if m.server == "" {
		return nil, nil
	}
	mail := runner.Mail{
		Host: m.server, From: m.from, TLS: runner.MailSecurity(m.security),
		User: m.user, Password: os.Getenv("LANEWAY_SMTP_PASSWORD"),
	}
	if host, port, err := net.SplitHostPort(m.server); err == nil {
		number, err := strconv.Atoi(port)
		if err != nil {
			return nil, fmt.Errorf("--smtp: port %q is no number", port)
		}
		mail.Host, mail.Port = host, number
	}
	if err := mail.Check(); err != nil {
		return nil, fmt.Errorf("--smtp: %w", err)
	}
	return &mail, nil
}
