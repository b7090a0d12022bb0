package chart

import "math"

// A scale is the range of an axis and where its ticks stand.
type scale struct {
	min, max float64
	major    float64 // 0: no ticks; of a logarithmic axis in powers of the base
	minor    float64
	log      float64 // the base; 0: linear
	reversed bool
	stepped  bool // categories: places between 0 and 1 are worked out by count
	count    int  // of categories
	between  bool // categories stand in the middle of their steps
}

// at is the fraction of the axis where v stands, from its start.
func (s *scale) at(v float64) float64 {
	if s.stepped { // points over categories: the first is 1
		return s.step(v - 1)
	}
	f := 0.0
	switch {
	case s.log > 0:
		lo, hi := math.Log(s.min), math.Log(s.max)
		f = (math.Log(max(v, s.min/1e6)) - lo) / (hi - lo)
	case s.max > s.min:
		f = (v - s.min) / (s.max - s.min)
	}
	f = min(max(f, -10), 10)
	if s.reversed {
		f = 1 - f
	}
	return f
}

// within is at for what must not leave the axis.
func (s *scale) within(v float64) float64 { return min(max(s.at(v), 0), 1) }

// maxTicks bounds the ticks of an axis: one whose stated distance asks for more has none.
const maxTicks = 1000

// ticks are the values at a distance from each other.
func (s *scale) ticks(step float64) []float64 {
	var out []float64
	if s.log > 0 {
		by := math.Pow(s.log, max(step, 1))
		for v := s.min; v <= s.max*(1+1e-9) && len(out) < maxTicks; v *= by {
			out = append(out, v)
		}
		return out
	}
	if step <= 0 || !((s.max-s.min)/step < maxTicks) {
		return nil
	}
	first := math.Ceil(s.min/step - 1e-9)
	for k := 0; ; k++ {
		v := (first + float64(k)) * step
		if v > s.max+step*1e-9 {
			return out
		}
		if math.Abs(v) < step*1e-9 {
			v = 0
		}
		out = append(out, v)
	}
}

// linear finds the range and the ticks of an axis for values between lo and hi. There are at
// most most distances between ticks, each 1, 2 or 5 times a power of ten. The range begins at
// zero unless the values vary by less than a sixth of the largest, and ends a twentieth of the
// range beyond the values at least (as Microsoft describes it, support article 214075; Word's
// prints and LibreOffice 25.2 agree).
func linear(a *Axis, lo, hi float64, most int, padded bool) *scale {
	s := &scale{reversed: a.Reversed, major: a.Major}
	if !(math.Abs(lo) <= 1e200 && math.Abs(hi) <= 1e200) { // there is no value
		lo, hi = 0, 1
	}
	if a.Min != nil {
		lo = *a.Min
	}
	if a.Max != nil {
		hi = *a.Max
	}
	if !(lo <= hi) {
		lo, hi = hi, lo
	}
	if lo == hi {
		switch {
		case lo == 0:
			hi = 1
		case lo > 0 && a.Min == nil:
			lo = 0
		case lo < 0 && a.Max == nil:
			hi = 0
		default:
			hi = lo + math.Abs(lo)
		}
	}
	from, to := lo, hi
	if a.Min == nil && lo > 0 {
		if from = 0; lo/hi >= 5.0/6 {
			from = lo - (hi-lo)/2
		}
	}
	if a.Max == nil && hi < 0 {
		if to = 0; hi/lo >= 5.0/6 {
			to = hi + (hi-lo)/2
		}
	}
	step := a.Major
	if step <= 0 || !((to-from)/step <= maxTicks) {
		step = nice((to - from) / float64(max(most, 1)))
	}
	for range 40 {
		s.min, s.max = from, to
		if a.Min == nil {
			s.min = math.Floor(from/step+1e-9) * step
		}
		if a.Max == nil {
			s.max = math.Ceil(to/step-1e-9) * step
		}
		if padded && a.Max == nil && s.max != 0 && (hi-s.min)/(s.max-s.min) > 20.0/21 {
			s.max += step
		}
		if padded && a.Min == nil && s.min != 0 && (s.max-lo)/(s.max-s.min) > 20.0/21 {
			s.min -= step
		}
		if a.Major > 0 || (s.max-s.min)/step <= float64(most)+1e-9 {
			break
		}
		step = nice(step * 1.5)
	}
	s.major, s.minor = step, a.Minor
	if s.minor <= 0 {
		s.minor = step / 5
	}
	if s.max <= s.min {
		s.max = s.min + 1
	}
	return s
}

// nice is the next of 1, 2, 5 times a power of ten that is not less.
func nice(v float64) float64 {
	if !(v > 0) || math.IsInf(v, 0) {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range [...]float64{1, 2, 5, 10} {
		if v <= m*power*(1+1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// logarithmic finds the range of an axis of powers.
func logarithmic(a *Axis, lo, hi float64) *scale {
	s := &scale{log: a.LogBase, reversed: a.Reversed, major: 1}
	if !(lo > 0) {
		lo = 1
	}
	if !(hi > lo) {
		hi = lo * a.LogBase
	}
	power := func(v float64, round func(float64) float64) float64 {
		return math.Pow(a.LogBase, round(math.Log(v)/math.Log(a.LogBase)))
	}
	s.min = power(lo, func(v float64) float64 { return math.Floor(v + 1e-9) })
	s.max = power(hi, func(v float64) float64 { return math.Ceil(v - 1e-9) })
	if a.Min != nil && *a.Min > 0 {
		s.min = *a.Min
	}
	if a.Max != nil && *a.Max > s.min {
		s.max = *a.Max
	}
	if s.max <= s.min {
		s.max = s.min * a.LogBase
	}
	return s
}
