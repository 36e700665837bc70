package org

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Customer is somebody we serve. A case names its customers by lane.
type Customer struct {
	ID       string    `json:"id" yaml:"id"`
	Name     string    `json:"name" yaml:"name"`
	Also     []string  `json:"also,omitempty" yaml:"also,omitempty"` // other names: the firm's short name, a former name
	Contacts []Contact `json:"contacts,omitempty" yaml:"contacts,omitempty"`
	Type     string    `json:"type,omitempty" yaml:"type,omitempty"` // household, firm ...: what measures are cut by
	Tier     string    `json:"tier,omitempty" yaml:"tier,omitempty"`
	Zone     string    `json:"zone,omitempty" yaml:"zone,omitempty"` // sales or service area
	Lang     string    `json:"lang,omitempty" yaml:"lang,omitempty"` // zh or en
	Marks    []string  `json:"marks,omitempty" yaml:"marks,omitempty"`
}

// Contact is one way to reach a customer, the preferred one first.
type Contact struct {
	Kind  string `json:"kind" yaml:"kind"` // phone, mail, address or chat
	Value string `json:"value" yaml:"value"`
	About string `json:"about,omitempty" yaml:"about,omitempty"` // whose it is, when it may be used
}

// DoNotCall is the mark of a customer who must not be telephoned unasked.
const DoNotCall = "do-not-call"

// validCustomerID is wider than validID: the ids come from other systems.
var validCustomerID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// Marked reports whether the customer carries the mark.
func (c *Customer) Marked(mark string) bool { return slices.Contains(c.Marks, mark) }

// Check reports every problem of a customer's data.
func (c *Customer) Check() []Problem {
	var found findings
	path := "customers/" + c.ID
	if !validCustomerID.MatchString(c.ID) {
		found.refuse("customer.id", path, fmt.Sprintf("客户编号 %q 应为 1 到 64 个字母、数字、点、下划线或连字符", c.ID),
			fmt.Sprintf("customer id %q must be 1 to 64 letters, digits, dots, underscores or hyphens", c.ID))
	}
	if c.Name == "" {
		found.refuse("customer.no-name", path, fmt.Sprintf("客户 %s 没有名称", c.ID), fmt.Sprintf("customer %s has no name", c.ID))
	}
	if c.Lang != "" && c.Lang != "zh" && c.Lang != "en" {
		found.refuse("customer.language", path+"/lang", fmt.Sprintf("客户 %s 的语言应为 zh 或 en，写的是 %q", c.ID, c.Lang),
			fmt.Sprintf("customer %s: lang must be zh or en, got %q", c.ID, c.Lang))
	}
	for _, mark := range c.Marks {
		if !validID.MatchString(mark) {
			found.refuse("customer.mark", path+"/marks", fmt.Sprintf("客户 %s 的标记 %q 应由小写字母、数字和连字符组成", c.ID, mark),
				fmt.Sprintf("customer %s: mark %q must be lower-case letters, digits and hyphens", c.ID, mark))
		}
	}
	for i := range c.Contacts {
		c.checkContact(&found, i)
	}
	return found
}

func (c *Customer) checkContact(found *findings, i int) {
	path := fmt.Sprintf("customers/%s/contacts", c.ID)
	contact := &c.Contacts[i]
	ok, known := contact.valid()
	if !known {
		found.refuse("customer.contact-kind", path, fmt.Sprintf("客户 %s 的第 %d 个联系方式 kind 应为 phone、mail、address 或 chat，写的是 %q", c.ID, i+1, contact.Kind),
			fmt.Sprintf("customer %s, contact %d: kind must be phone, mail, address or chat, got %q", c.ID, i+1, contact.Kind))
		return
	}
	if !ok {
		// The value itself is personal and stays out of the message.
		found.refuse("customer.contact", path, fmt.Sprintf("客户 %s 的第 %d 个联系方式不是有效的 %s", c.ID, i+1, contact.Kind),
			fmt.Sprintf("customer %s, contact %d is not a valid %s", c.ID, i+1, contact.Kind))
	}
}

// valid reports whether the value fits its kind, and whether the kind is known.
func (c Contact) valid() (ok, known bool) {
	n := c.Normal()
	switch c.Kind {
	case "phone":
		return len(n) >= 3 && len(n) <= 20 && strings.Trim(n, "+0123456789") == "", true
	case "mail":
		at := strings.IndexByte(n, '@')
		return at > 0 && at < len(n)-1 && !strings.ContainsAny(n, " \t\r\n"), true
	case "address", "chat":
		return n != "", true
	}
	return false, false
}

// Normal returns the value in the form by which a customer is looked up:
// telephone numbers without blanks, hyphens and brackets, mail in lower case.
func (c Contact) Normal() string {
	v := strings.TrimSpace(c.Value)
	switch c.Kind {
	case "phone":
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(" -().\u00a0", r) {
				return -1
			}
			return r
		}, v)
	case "mail":
		return strings.ToLower(v)
	}
	return v
}
