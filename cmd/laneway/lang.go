package main

import (
	"os"
	"strings"

	"github.com/spf13/cobra"
)

// languageOf returns "zh" or "en": the --lang flag, else LANEWAY_LANG, else
// the locale of the terminal.
func languageOf(cmd *cobra.Command) string {
	if flag := cmd.Flag("lang"); flag != nil && flag.Value.String() != "" {
		return languageName(flag.Value.String())
	}
	for _, name := range []string{"LANEWAY_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := os.Getenv(name); value != "" {
			return languageName(value)
		}
	}
	return "en"
}

func languageName(locale string) string {
	if strings.HasPrefix(strings.ToLower(locale), "zh") {
		return "zh"
	}
	return "en"
}

// pick returns the text in the language.
func pick(lang, zh, en string) string {
	if lang == "zh" {
		return zh
	}
	return en
}
