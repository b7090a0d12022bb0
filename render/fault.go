package render

import (
	"github.com/bienban/bienban/render/internal/fault"
	"github.com/bienban/bienban/render/internal/limit"
)

// What a person has to know about the files that they wrote. The types are those that
// every package of the project reports with.
type (
	// A Fault is one thing that is wrong in a file, with its place, in both languages.
	Fault = fault.Fault
	// A FaultList is all the faults of one or more files. It is an error if it holds one
	// whose severity is [Error].
	FaultList = fault.List
	// Finding is a fault as programs read it.
	Finding = fault.Finding
	// A Severity is how much a fault matters: one of [Error], [Warning] or [Note].
	Severity = fault.Severity
	// A Text is one message in both languages.
	Text = fault.Text
	// A Lang is a language that messages exist in: [Vietnamese] or [English].
	Lang = fault.Lang
	// Limits bounds what one input may ask of the machine. A zero field means the default.
	Limits = limit.Limits
)

// The severities; the zero value is an error.
const (
	Error   = fault.Error
	Warning = fault.Warning
	Note    = fault.Note
)

// The languages; the zero value is Vietnamese.
const (
	Vietnamese = fault.Vietnamese
	English    = fault.English
)
