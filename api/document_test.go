package api

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/processes"
)

func TestCustomers(t *testing.T) {
	h := newOffice(t)
	put := asked{as: "li-na", method: "PUT", path: "/customers/c-7", body: `{"name":"王芳","contacts":[{"kind":"phone","value":"138-0000-7777"}],"tier":"gold","marks":["do-not-call"]}`}
	var c CustomerView
	made := h.must(201, put, &c)
	if c.Tier != "gold" || made.header.Get("ETag") != `"v1"` {
		t.Fatalf("made %+v", c)
	}
	h.must(428, put, nil)
	put.header = ifMatches(`"v1"`)
	h.must(200, put, nil)
	h.must(412, put, nil)
	h.must(200, asked{as: "li-na", method: "GET", path: "/customers/c-7"}, &c)
	if c.Name != "王芳" || c.Contacts[0].Value != "138-0000-7777" || c.ETag != `"v2"` {
		t.Errorf("read %+v", c)
	}
	if a := h.do(asked{as: "li-na", method: "GET", path: "/customers/c-7", header: map[string]string{"If-None-Match": `"v2"`}}); a.status != 304 || a.body != "" {
		t.Errorf("unchanged: %d %s", a.status, a.body)
	}
	for find, want := range map[string]int{"13800007777": 1, "%2B86+138+0000+7777": 1, "%E7%8E%8B%E8%8A%B3": 1, "c-7": 1, "13800007778": 0, "": 1} {
		var page Page[CustomerView]
		h.must(200, asked{as: "li-na", method: "GET", path: "/customers?find=" + find}, &page)
		if len(page.Items) != want {
			t.Errorf("find %q: %d customers, want %d", find, len(page.Items), want)
		}
	}
	stored, err := h.server.Runner.Store().Document(context.Background(), runner.KindCustomer, "c-7")
	if err != nil || strings.Contains(string(stored.Body), "王芳") || strings.Contains(string(stored.Body), "7777") {
		t.Errorf("the stored document holds personal values in the open: %s %v", stored.Body, err)
	}
}

func TestErasingACustomerLeavesNothingToRead(t *testing.T) {
	h := newOffice(t)
	var imported Imported
	source, err := json.Marshal(string(processes.Customers().Source))
	if err != nil {
		t.Fatal(err)
	}
	h.must(200, asked{as: "admin", method: "POST", path: "/customers/import", body: `{"source":` + string(source) + `}`}, &imported)
	if imported.Customers < 5 {
		t.Fatalf("imported %+v", imported)
	}
	c := h.complaint() // of c-1001
	h.must(403, asked{as: "li-na", method: "POST", path: "/customers/c-1001/erase"}, nil)
	var gone CustomerView
	h.must(200, asked{as: "admin", method: "POST", path: "/customers/c-1001/erase"}, &gone)
	if !gone.Erased || gone.Name != "" {
		t.Errorf("erased: %+v", gone)
	}
	a := h.must(200, asked{as: "admin", method: "GET", path: "/instances/" + c.ID}, nil)
	if strings.Contains(a.body, "13800000001") || !strings.Contains(a.body, `"subject"`) {
		t.Errorf("the case says %s", a.body)
	}
	h.must(200, asked{as: "admin", method: "GET", path: "/customers"}, nil)
	var p Problem
	h.must(410, asked{as: "admin", method: "PUT", path: "/customers/c-1001", header: ifMatches("*"), body: `{"name":"again"}`}, &p)
	h.must(410, asked{
		as: "li-na", method: "POST", path: "/processes/complaint/instances",
		body: `{"data":{"subject":"x","phone":"13800000001"},"customers":[{"lane":"customer","id":"c-1001"}]}`,
	}, nil)
	h.must(404, asked{as: "admin", method: "POST", path: "/customers/nobody/erase"}, nil)
}

func TestWebhooks(t *testing.T) {
	h := newOffice(t)
	var w WebhookView
	h.must(200, asked{as: "admin", method: "PUT", path: "/webhooks/crm", body: `{"url":"https://crm.example.com/hook","events":["task.*"]}`}, &w)
	if !strings.HasPrefix(w.Secret, "whsec_") || w.Secrets != 1 {
		t.Fatalf("made %+v", w)
	}
	first := w.Secret
	h.must(200, asked{as: "admin", method: "PUT", path: "/webhooks/crm", header: ifMatches(w.ETag), body: `{"url":"https://crm.example.com/new"}`}, &w)
	var fresh WebhookView
	h.must(200, asked{as: "admin", method: "POST", path: "/webhooks/crm/secrets"}, &fresh)
	if fresh.Secret == first || fresh.Secret == "" || fresh.Secrets != 2 {
		t.Errorf("rotated: %+v", fresh)
	}
	fresh = WebhookView{}
	h.must(200, asked{as: "admin", method: "POST", path: "/webhooks/crm/secrets", body: `{"retire":true}`}, &fresh)
	if fresh.Secrets != 1 {
		t.Errorf("retired: %+v", fresh)
	}
	if a := h.must(200, asked{as: "auditor", method: "GET", path: "/webhooks"}, nil); strings.Contains(a.body, "whsec_") {
		t.Error("the list shows secrets")
	}
	h.must(204, asked{as: "admin", method: "DELETE", path: "/webhooks/crm"}, nil)
	h.must(404, asked{as: "admin", method: "GET", path: "/webhooks/crm"}, nil)
	h.must(200, asked{as: "admin", method: "PUT", path: "/webhooks/crm", body: `{"url":"https://crm.example.com/hook"}`}, nil)
}

func TestOrganisation(t *testing.T) {
	h := newOffice(t)
	doc := h.must(200, asked{as: "li-na", method: "GET", path: "/organisation"}, nil)
	source, err := json.Marshal(string(processes.Organisation().Source))
	if err != nil {
		t.Fatal(err)
	}
	imported := h.must(200, asked{as: "admin", method: "POST", path: "/organisation/import", header: ifMatches(doc.header.Get("ETag")), body: `{"source":` + string(source) + `}`}, nil)
	if imported.body != doc.body || imported.header.Get("ETag") != `"v2"` {
		t.Error("importing the same file changed something")
	}
	var p Problem
	h.must(422, asked{as: "admin", method: "POST", path: "/organisation/import", header: ifMatches("*"), body: `{"file":"o.yaml","source":"people:\n  - {id: x, name: X, teams: [none]}\n"}`}, &p)
	if len(p.Errors) != 1 || !strings.HasPrefix(p.Errors[0].Location, "o.yaml:2") {
		t.Errorf("errors %+v", p.Errors)
	}
}

func TestProcesses(t *testing.T) {
	h := newOffice(t)
	source, err := json.Marshal(strings.Replace(errand, "en: Errand", "en: Run", 1))
	if err != nil {
		t.Fatal(err)
	}
	var r CheckResult
	h.must(200, asked{as: "analyst", method: "POST", path: "/processes/check", body: `{"source":` + string(source) + `}`}, &r)
	if !r.OK || r.Process != "errand" {
		t.Fatalf("check: %+v", r)
	}
	h.must(200, asked{as: "analyst", method: "POST", path: "/processes/check", body: `{"source":"process: a\nstepz: {}\n"}`}, &r)
	if r.OK || len(r.Diagnostics) == 0 || r.Diagnostics[0].Line == 0 {
		t.Errorf("check of a bad one: %+v", r)
	}
	var d Deployment
	h.must(201, asked{as: "analyst", method: "POST", path: "/processes", body: `{"source":` + string(source) + `}`}, &d)
	if d.Version != 2 || !d.Changed {
		t.Errorf("deployed: %+v", d)
	}
	h.must(200, asked{as: "analyst", method: "POST", path: "/processes", body: `{"source":` + string(source) + `}`}, &d)
	if d.Version != 2 || d.Changed {
		t.Errorf("deployed again: %+v", d)
	}
	var versions Page[VersionRow]
	h.must(200, asked{as: "analyst", method: "GET", path: "/processes/errand/versions"}, &versions)
	if len(versions.Items) != 2 || versions.Items[0].Version != 2 || !versions.Items[0].Current || versions.Items[0].DeployedBy != "a-analyst" {
		t.Errorf("versions: %+v", versions.Items)
	}
	var v ProcessSource
	h.must(200, asked{as: "analyst", method: "GET", path: "/processes/errand/versions/1"}, &v)
	if v.Source != errand || v.Name != "Errand" || len(v.Steps) != 1 {
		t.Errorf("version 1: %+v", v.ProcessView)
	}
	h.must(404, asked{as: "analyst", method: "GET", path: "/processes/errand/versions/3"}, nil)
	h.must(404, asked{as: "analyst", method: "GET", path: "/processes/nothing"}, nil)
	var form FormView
	h.must(200, asked{as: "li-na", method: "GET", path: "/processes/complaint/starts/step/form"}, &form)
	if len(form.Items) != 4 || form.Items[3].Name != "phone" || !form.Items[3].Personal {
		t.Errorf("start form: %+v", form.Items)
	}
	var all Page[ProcessView]
	h.must(200, asked{as: "li-na", method: "GET", path: "/processes"}, &all)
	if len(all.Items) != 3 {
		t.Errorf("%d processes", len(all.Items))
	}
}
