package meeting

import (
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
)

// Parse reads the meetings of a file. All faults come at once.
func Parse(name string, data []byte, limits limit.Limits) ([]*Meeting, fault.List) {
	panic("contract")
}
