package wml

import "github.com/bienban/bienban/render/internal/xml"

func (b *inlines) drawing(n *xml.Node, props *RunProps) {}
func (b *inlines) pict(n *xml.Node, props *RunProps)    {}
func (b *inlines) object(n *xml.Node, props *RunProps)  {}

type media struct{}
