package definition

import (
	"os"
	"testing"
)

func TestTemp(t *testing.T) {
	for _, f := range []string{"testdata/good/complaint.yaml", "../../processes/complaint.yaml"} {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		p, ds := Parse(f, src)
		for _, d := range ds {
			t.Log(d.Pos, d.Code, d.Message.EN, "|", d.Remedy.EN)
		}
		if p == nil {
			t.Error("nil")
		}
	}
}
