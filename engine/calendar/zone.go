package calendar

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"time"
)

// ZoneVersion is the release of the IANA time zone data that zoneinfo.zip
// holds. It is part of what a due was worked out with.
const ZoneVersion = "2025c"

//go:embed zoneinfo.zip
var zoneinfo []byte

// Zone returns an IANA zone from the embedded data, never from the machine's,
// so that the same instant has the same wall time everywhere. Errors name the
// zone; "Local" and the empty name are refused.
func Zone(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("zone %q: expected an IANA name such as Asia/Shanghai", name)
	}
	if name == "UTC" {
		return time.UTC, nil
	}
	archive, err := zip.NewReader(bytes.NewReader(zoneinfo), int64(len(zoneinfo)))
	if err != nil {
		panic("calendar: embedded zone data: " + err.Error())
	}
	f, err := archive.Open(name)
	if err != nil {
		return nil, fmt.Errorf("zone %q is not in the IANA data %s", name, ZoneVersion)
	}
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, fmt.Errorf("zone %q is not a zone: expected an IANA name such as Asia/Shanghai", name)
	}
	zone, err := time.LoadLocationFromTZData(name, data)
	if err != nil {
		return nil, fmt.Errorf("zone %q is not a zone: expected an IANA name such as Asia/Shanghai", name)
	}
	return zone, nil
}
