package truth

import "slices"

// A reading is what figures of one unit say of an indicator, by the verb that leads to them
// and by what they are compared with: the first that fits is meant.
type reading struct {
	verbs  []cue
	object objectKind
	only   func(*speech) bool // nil: always
	says   []Kind             // one of these
}

// An objectKind is what a figure is compared with.
type objectKind uint8

const (
	nothing objectKind = 1 << iota
	thePlan
	thePast
	anything = nothing | thePlan | thePast
)

func objectOf(o *item) objectKind {
	switch {
	case o == nil:
		return nothing
	case o.cue == plan:
		return thePlan
	}
	return thePast
}

// The verbs of readings.
var (
	states  = []cue{filler, reaches, equals} // đạt, là, bằng, or none
	changes = []cue{rises, falls}
	rated   = []cue{rises, falls, exceeds, lacks}
)

// percentReadings are those of a percentage of an indicator in another unit.
var percentReadings = []reading{
	{[]cue{filler}, nothing, func(p *speech) bool { return p.first }, []Kind{PercentOfPlan}},
	{[]cue{reaches, equals}, nothing, nil, []Kind{PercentOfPlan}},
	{states, thePlan, nil, []Kind{PercentOfPlan}},
	{[]cue{equals}, thePast, nil, []Kind{Ratio}},
	{states, thePast, func(p *speech) bool { return p.tail.object != nil }, []Kind{Ratio}},
	{changes, nothing | thePast, nil, []Kind{Growth}},
	{[]cue{lacks}, thePast, nil, []Kind{Growth}},
	{[]cue{rises, falls, lacks}, thePlan, nil, []Kind{overPlan}},
	{[]cue{exceeds}, nothing | thePlan, nil, []Kind{overPlan}},
}

// pointReadings are those of points of a percentage.
var pointReadings = []reading{
	{rated, thePlan, nil, []Kind{planGap}},
	{rated, thePast, nil, []Kind{difference}},
}

// timesReadings are those of a number of times.
var timesReadings = []reading{{[]cue{folds, equals}, thePast, nil, []Kind{multiple}}}

// fractionReadings are those of "315,2/300 ha".
var fractionReadings = []reading{
	{[]cue{filler, reaches}, anything, func(p *speech) bool { return p.first && p.own() && p.before == nil }, []Kind{Actual}},
}

// ownReadings are those of a figure in the indicator's own unit.
var ownReadings = []reading{
	{changes, nothing, func(p *speech) bool { // GRDP tăng 7,1%
		return p.percent() && !p.open && len(p.rows[0].stated(Actual)) == 0
	}, []Kind{Growth}},
	{rated, thePlan, (*speech).percent, []Kind{planGap, overPlan}},
	{rated, thePlan, nil, []Kind{planGap}},
	{[]cue{rises, falls, lacks}, thePast, (*speech).percent, []Kind{difference, Growth}},
	{[]cue{rises, falls, lacks}, thePast, nil, []Kind{difference}},
	{states, anything, func(p *speech) bool { // "so với cùng kỳ, tổng thu là …"
		o := p.before
		return o != nil && o == p.subject.object && (o.compared || o.generic)
	}, []Kind{Actual, Plan, Previous}},
	{states, anything, func(p *speech) bool { return p.before != nil && p.before.cue == plan }, []Kind{Plan}},
	{states, anything, func(p *speech) bool { return p.before != nil }, []Kind{Previous}},
	{states, thePlan, (*speech).percent, []Kind{PercentOfPlan, Actual}},
	{states, thePast, (*speech).percent, []Kind{Ratio, Actual}},
	{states, nothing, func(p *speech) bool { return p.percent() && p.open }, nil},
	{[]cue{filler}, anything, func(p *speech) bool { return p.first }, []Kind{Actual, Plan, Previous}}, // nothing says which
	{states, anything, func(p *speech) bool { return p.first || p.verb == reaches && !p.actual }, []Kind{Actual}},
}

// says is what the figure says of the indicator; nil if that is not certain.
func (p *speech) says() []Kind {
	object := p.object()
	// "Cùng kỳ tăng 5%", "kế hoạch tăng 9%" are figures of that time or plan, no comparison.
	planned := p.before != nil && !p.compared && !p.before.generic && (rates(p.verb) || p.percent() && !p.own())
	var readings []reading
	switch {
	case p.own() && !p.percent() && p.narrow: // "15 đảng viên là học sinh"
	case p.at.kind == shares:
		readings = fractionReadings
	case planned:
	case p.percent() && !p.own():
		if p.tail.object == nil && p.before != nil && p.before.cue != plan && !p.compared {
			object = nil
		}
		if object != nil || !p.open { // else of something else: "12,5% tổng thu"
			readings = percentReadings
		}
	case p.at.unit.base == "điểm %" && p.rows[0].unit.base == "%":
		readings = pointReadings
	case p.at.unit.base == "lần" && !p.own():
		readings = timesReadings
	case p.own():
		readings = ownReadings
	}
	for _, r := range readings {
		if slices.Contains(r.verbs, p.verb) && r.object&objectOf(object) != 0 && (r.only == nil || r.only(p)) {
			return r.says
		}
	}
	return nil
}
