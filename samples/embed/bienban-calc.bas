' bienban for LibreOffice Calc: the open sheet becomes a briefing (DOCX and PDF) / bang tinh thanh tom tat
'
' Install / cai dat: Tools > Macros > Edit Macros, My Macros > Standard, File > Import BASIC, this file.
' Run / chay:        bienban serve; select the table with its header (or one cell: the whole sheet);
'                    Tools > Macros > Run Macro > BienbanBriefing.
' Without a window:  soffice --headless "macro:///Standard.Bienban.BienbanFile(\"/x/chi-tieu.xlsx\",\"/x/report.txt\")"
'                    where Bienban is the name of this module.
' Settings:          BIENBAN_SERVER, BIENBAN_TOKEN in the environment.
'
' The file is ASCII, since LibreOffice reads it in the system's old encoding: Vi() has the letters.
' LibreOffice Basic cannot send, so curl does; Windows 10, macOS and Linux have it.
Option Explicit

Const DefaultServer = "http://127.0.0.1:8426"
Const Template = "tom-tat" ' any of: bienban template list
Const Seconds = 120 ' after which curl gives up
Const Exactly = 0 ' how InStr compares; by default LibreOffice 25.2 takes a curly quote for a straight one

' For the menu: asks for the title, shows the Word document.
Sub BienbanBriefing
	Dim made, told As String, title As String, calc As Boolean
	On Error Resume Next ' where nothing is open
	calc = IsCalc(ThisComponent)
	On Error GoTo 0
	If Not calc Then
		MsgBox Vi("H\u00e3y m\u1edf m\u1ed9t b\u1ea3ng t\u00ednh. / Open a spreadsheet first."), 48, "bienban"
		Exit Sub
	End If
	title = InputBox(Vi("T\u00ean v\u0103n b\u1ea3n / title of the briefing:"), "bienban", SuggestedTitle(ThisComponent))
	If Trim(title) = "" Then Exit Sub
	If Not Briefing(ThisComponent, title, made, told) Then
		MsgBox told, 16, "bienban"
		Exit Sub
	End If
	MsgBox told, 64, "bienban"
	Dim i As Long
	For i = LBound(made) To UBound(made)
		If LCase(Right(made(i), 5)) = ".docx" Then StarDesktop.loadComponentFromURL(made(i), "_default", 0, Array())
	Next i
End Sub

' For programs: the same of a file, without asking or showing anything. What would be shown
' is written to report, whose first line is OK or FAILED.
Sub BienbanFile(file As String, report As String)
	Dim document, made, told As String, opened As Boolean, done As Boolean
	On Error GoTo Failed
	told = Vi("Kh\u00f4ng m\u1edf \u0111\u01b0\u1ee3c / cannot open: ") & file
	document = StarDesktop.loadComponentFromURL(ConvertToURL(file), "_blank", 0, Array(Property("Hidden", True), Property("ReadOnly", True)))
	opened = True
	If IsCalc(document) Then done = Briefing(document, SuggestedTitle(document), made, told)
	GoTo Report
Failed:
	told = told & Chr(10) & Error
	Resume Report
Report:
	On Error GoTo 0
	WriteText(ConvertToURL(report), IIf(done, "OK", "FAILED") & Chr(10) & told & Chr(10))
	If opened Then document.close(True)
	' LibreOffice ends with its last document, of which there may have been none.
	If Not StarDesktop.Components.createEnumeration().hasMoreElements() Then StarDesktop.terminate()
End Sub

' Briefing makes the documents of a spreadsheet's selection: made has their URLs, told what
' is to be said. It gives False, and told says why, where there are none.
Function Briefing(document, title As String, made, told As String) As Boolean
	Dim files, temporary As String, area As String, answer
	files = createUnoService("com.sun.star.ucb.SimpleFileAccess")
	On Error GoTo Failed
	If Not AreaOf(document, area, told) Then Exit Function
	temporary = TemporaryFolder(files)
	' The workbook goes along as it is: merged headers, number formats and levels are read by
	' bienban, whatever the language that figures are shown in here.
	document.storeToURL(temporary & "/bang.xlsx", Array(Property("FilterName", "Calc MS Excel 2007 XML")))
	WriteText(temporary & "/meeting.json", "{""title"":" & Quote(title) & "," & _
		"""indicators"":[{""id"":""bang"",""rows_from"":" & Quote("bang.xlsx#" & area) & "}]}")
	If Send(temporary, Stem(document), answer, told) Then
		made = Save(files, document, answer("documents"))
		told = Vi("\u0110\u00e3 t\u1ea1o / made:") & Names(made) & Findings(answer)
		Briefing = True
	End If
	GoTo Clean
Failed:
	If told = "" Then told = Vi("Kh\u00f4ng l\u00e0m \u0111\u01b0\u1ee3c. / It did not work.")
	told = told & Chr(10) & Error
	Resume Clean
Clean:
	On Error Resume Next
	If temporary <> "" Then files.kill(temporary)
End Function

' Send asks the server for the documents. curl is told what to do by a file: the list of
' processes shows no token, and no name has to pass through a shell.
Function Send(temporary As String, name As String, answer, told As String) As Boolean
	Dim at As String, config As String, server As String, token As String, status As String
	server = Environ("BIENBAN_SERVER")
	If server = "" Then server = DefaultServer
	If Right(server, 1) = "/" Then server = Left(server, Len(server) - 1)
	token = Environ("BIENBAN_TOKEN")
	' curl on Windows opens files by names in the old encoding only: it runs in the folder.
	If GetGuiType() <> 1 Then at = ConvertFromURL(temporary) & "/"
	config = Setting("url", server & "/api/v1/render") & _
		Setting("header", "Accept: application/json") & _
		Setting("header", "Accept-Language: vi") & _
		Setting("form", "meeting=@" & Quoted(at & "meeting.json") & ";type=application/json") & _
		Setting("form", "sheet=@" & Quoted(at & "bang.xlsx")) & _
		Setting("form-string", "name=" & name) & _
		Setting("form-string", "template=" & Template) & _
		Setting("output", at & "answer") & Setting("dump-header", at & "head") & Setting("stderr", at & "errors") & _
		Setting("noproxy", "localhost,127.0.0.1") & Setting("connect-timeout", "5") & Setting("max-time", CStr(Seconds)) & _
		"silent" & Chr(10) & "show-error" & Chr(10)
	If token <> "" Then config = config & Setting("header", "Authorization: Bearer " & token)
	WriteText(temporary & "/config", config)
	told = Vi("Kh\u00f4ng ch\u1ea1y \u0111\u01b0\u1ee3c curl. / curl cannot be run.")
	If GetGuiType() = 1 Then
		Shell("cmd", 0, "/d /c cd /d """ & ConvertFromURL(temporary) & """ && curl --disable --config config", True)
	Else
		Shell("curl", 0, "--disable --config """ & at & "config""", True)
	End If
	status = StatusOf(ReadText(temporary & "/head"))
	If status = "" Then
		If ReadText(temporary & "/errors") = "" Then Exit Function ' it says why, if it runs
		told = Vi("M\u00e1y ch\u1ee7 bienban kh\u00f4ng tr\u1ea3 l\u1eddi; \u0111\u00e3 ch\u1ea1y bienban serve ch\u01b0a? / The server does not answer; is bienban serve running? ") & _
			Chr(10) & server & Chr(10) & ReadText(temporary & "/errors")
		Exit Function
	End If
	told = Vi("C\u00e2u tr\u1ea3 l\u1eddi kh\u00f4ng ph\u1ea3i c\u1ee7a bienban / this is no answer of bienban: ") & server & ", HTTP " & status
	Dim position As Long
	position = 1
	answer = Json(ReadText(temporary & "/answer"), position)
	If Not IsObject(answer) Then Exit Function
	If status = "200" Then
		told = ""
		Send = True
	Else
		told = Member(answer, "detail") & " (HTTP " & status & ")" & Findings(answer)
	End If
End Function

' StatusOf is the status of the last answer of those whose heads are given: "" of none.
Function StatusOf(head As String) As String
	Dim lines, i As Long
	lines = Split(head, Chr(10))
	For i = LBound(lines) To UBound(lines)
		If Left(lines(i), 5) = "HTTP/" Then StatusOf = Mid(lines(i), InStr(1, lines(i), " ", Exactly) + 1, 3)
	Next i
End Function

' Setting is a line of curl's configuration.
Function Setting(name As String, value As String) As String
	Setting = name & " = " & Quoted(value) & Chr(10)
End Function

Function Quoted(s As String) As String
	Quoted = """" & Join(Split(Join(Split(s, "\"), "\\"), """"), "\""") & """"
End Function

' Findings are the lines about what was found, each with its place.
Function Findings(answer) As String
	Dim list, f, s As String, place As String, i As Long
	list = Member(answer, "findings")
	If Not IsObject(list) Then Exit Function
	For i = 1 To list.Count
		f = list(i)
		place = Member(f, "file")
		If Member(f, "line") <> "" Then place = place & ":" & Member(f, "line")
		If Member(f, "place") <> "" Then place = place & " " & Member(f, "place")
		s = s & Chr(10) & place & ": " & Member(f, "message")
		If Member(f, "hint") <> "" Then s = s & Chr(10) & "    " & Member(f, "hint")
	Next i
	If s <> "" Then Findings = Chr(10) & s
End Function

' Save writes the documents beside the spreadsheet, never over a file that is there, and
' gives their URLs. The files of one document bear one name.
Function Save(files, document, documents)
	Dim folder As String, name As String, s As String, i As Long, n As Long, taken As Boolean
	Dim urls(documents.Count - 1) As String
	If document.hasLocation() And LCase(Left(document.URL, 5)) = "file:" Then
		folder = FolderOf(document.URL)
	Else
		folder = createUnoService("com.sun.star.util.PathSettings").Work
	End If
	n = 0
	Do
		n = n + 1
		taken = False
		For i = 1 To documents.Count
			name = documents(i)("name")
			s = Right(name, Len(name) - LastDot(name) + 1)
			name = Left(name, LastDot(name) - 1)
			If n > 1 Then name = name & " (" & n & ")"
			urls(i - 1) = folder & "/" & Encoded(name & s)
			taken = taken Or files.exists(urls(i - 1))
		Next i
	Loop While taken
	For i = 1 To documents.Count
		WriteBytes(files, urls(i - 1), documents(i)("content"))
	Next i
	Save = urls
End Function

Function Names(urls) As String
	Dim s As String, i As Long
	For i = LBound(urls) To UBound(urls)
		s = s & Chr(10) & ConvertFromURL(urls(i))
	Next i
	Names = s
End Function

' AreaOf is what is selected, as rows_from has it: sheet and cells, or the sheet alone where
' less than two rows are selected, or one merged cell, or something else than cells.
Function AreaOf(document, area As String, told As String) As Boolean
	Dim sheet, selected, address, cells As String
	sheet = document.Sheets.getByIndex(0)
	If Not IsNull(document.CurrentController) Then
		sheet = document.CurrentController.ActiveSheet
		selected = document.CurrentController.Selection
		If Not IsNull(selected) Then
			If selected.supportsService("com.sun.star.sheet.SheetCellRanges") Then
				If selected.Count > 1 Then
					told = Vi("Ch\u1ec9 ch\u1ecdn m\u1ed9t v\u00f9ng \u00f4. / Select one range of cells only.")
					Exit Function
				End If
			ElseIf selected.supportsService("com.sun.star.sheet.SheetCellRange") Then
				address = selected.RangeAddress
				If address.StartRow < address.EndRow And Not selected.IsMerged Then
					cells = "!" & Split(selected.AbsoluteName, ".")(UBound(Split(selected.AbsoluteName, ".")))
				End If
			End If
		End If
	End If
	area = "'" & Join(Split(sheet.Name, "'"), "''") & "'" & cells
	AreaOf = True
End Function

' SuggestedTitle is the first text in the first rows of the sheet, or the sheet's name.
Function SuggestedTitle(document) As String
	Dim sheet, cell, row As Long, column As Long
	sheet = document.Sheets.getByIndex(0)
	If Not IsNull(document.CurrentController) Then sheet = document.CurrentController.ActiveSheet
	SuggestedTitle = sheet.Name
	For row = 0 To 2
		For column = 0 To 7
			cell = sheet.getCellByPosition(column, row)
			If cell.Type = com.sun.star.table.CellContentType.TEXT Then
				SuggestedTitle = Trim(cell.String)
				Exit Function
			End If
		Next column
	Next row
End Function

Function IsCalc(document) As Boolean
	IsCalc = document.supportsService("com.sun.star.sheet.SpreadsheetDocument")
End Function

' --- files, by their URLs ---

' TemporaryFolder makes a folder in the user's own: the token is in it for a moment.
Function TemporaryFolder(files) As String
	Dim s As String
	s = createUnoService("com.sun.star.util.PathSubstitution").substituteVariables("$(user)", True)
	Randomize
	Do
		TemporaryFolder = s & "/bienban-" & CLng(Rnd() * 1000000000)
	Loop While files.exists(TemporaryFolder)
	files.createFolder(TemporaryFolder)
End Function

Sub WriteText(url As String, text As String)
	Dim files, out, stream
	files = createUnoService("com.sun.star.ucb.SimpleFileAccess")
	If files.exists(url) Then files.kill(url)
	stream = files.openFileWrite(url)
	out = createUnoService("com.sun.star.io.TextOutputStream")
	out.setOutputStream(stream)
	out.setEncoding("UTF-8")
	out.writeString(text)
	out.closeOutput()
End Sub

' ReadText gives "" of a file that is not there.
Function ReadText(url As String) As String
	Dim files, in_
	files = createUnoService("com.sun.star.ucb.SimpleFileAccess")
	If Not files.exists(url) Then Exit Function
	in_ = createUnoService("com.sun.star.io.TextInputStream")
	in_.setInputStream(files.openFileRead(url))
	in_.setEncoding("UTF-8")
	ReadText = in_.readString(Array(), False)
	in_.closeInput()
End Function

' WriteBytes writes what base64 stands for.
Sub WriteBytes(files, url As String, base64 As String)
	Const Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	Const Block = 30000 ' bytes at a time, a multiple of 3
	Dim value(255) As Long, i As Long, n As Long, group As Long, b As Long, k As Long, stream
	For i = 1 To 64
		value(Asc(Mid(Letters, i, 1))) = i - 1
	Next i
	stream = files.openFileWrite(url)
	For k = 1 To Len(base64) Step Block / 3 * 4
		Dim part As String, last As Long
		part = Mid(base64, k, Block / 3 * 4)
		last = Len(part) / 4 * 3 - 1
		If Right(part, 1) = "=" Then last = last - 1
		If Right(part, 2) = "==" Then last = last - 1
		Dim bytes(last) As Integer
		n = 0
		For i = 1 To Len(part) Step 4
			group = value(Asc(Mid(part, i, 1))) * 262144 + value(Asc(Mid(part, i + 1, 1))) * 4096 + value(Asc(Mid(part, i + 2, 1))) * 64 + value(Asc(Mid(part, i + 3, 1)))
			b = group \ 65536 : bytes(n) = IIf(b > 127, b - 256, b) : n = n + 1
			If n <= last Then b = group \ 256 And 255 : bytes(n) = IIf(b > 127, b - 256, b) : n = n + 1
			If n <= last Then b = group And 255 : bytes(n) = IIf(b > 127, b - 256, b) : n = n + 1
		Next i
		stream.writeBytes(bytes)
	Next k
	stream.closeOutput()
End Sub

Function FolderOf(url As String) As String
	FolderOf = Left(url, Len(url) - Len(LastOf(url, "/")) - 1)
End Function

' Stem is the name of a document's file without its extension.
Function Stem(document) As String
	Dim path As String
	Stem = "bang"
	If Not document.hasLocation() Then Exit Function
	path = LastOf(document.URL, "/")
	path = LastOf(Join(Split(ConvertFromURL("file:///x/" & path), "\"), "/"), "/")
	If LastDot(path) > 1 Then path = Left(path, LastDot(path) - 1)
	If path <> "" Then Stem = path
End Function

Function LastOf(s As String, separator As String) As String
	Dim parts
	parts = Split(s, separator)
	LastOf = parts(UBound(parts))
End Function

Function LastDot(s As String) As Long
	LastDot = Len(s) - Len(LastOf(s, "."))
End Function

' Encoded is a file's name as a URL has it.
Function Encoded(name As String) As String
	Encoded = LastOf(ConvertToURL("/" & name), "/")
End Function

Function Property(name As String, value)
	Dim p As New com.sun.star.beans.PropertyValue
	p.Name = name
	p.Value = value
	Property = p
End Function

' --- JSON ---

' Quote is a text in JSON, in ASCII.
Function Quote(s As String) As String
	Dim i As Long, c As Long, out As String
	For i = 1 To Len(s)
		c = Asc(Mid(s, i, 1)) And 65535
		If c < 32 Or c > 126 Or c = 34 Or c = 92 Then
			out = out & "\u" & Right("000" & Hex(c), 4)
		Else
			out = out & Chr(c)
		End If
	Next i
	Quote = """" & out & """"
End Function

' Vi is a text whose Vietnamese letters are written as JSON writes them.
Function Vi(s As String) As String
	Dim parts, i As Long, out As String
	parts = Split(s, "\u")
	out = parts(0)
	For i = 1 To UBound(parts)
		out = out & Chr(CLng("&H0" & Left(parts(i), 4))) & Mid(parts(i), 5)
	Next i
	Vi = out
End Function

' Json reads the value at a position, which goes behind it: a String, or a Collection of
' values. Numbers, true and false are Strings; null is "".
Function Json(s As String, position As Long)
	Dim c As String, list As New Collection, key As String, start As Long, object_ As Boolean
	Blank(s, position)
	c = Mid(s, position, 1)
	If c = """" Then
		Json = JsonText(s, position)
		Exit Function
	End If
	If c <> "{" And c <> "[" Then
		start = position
		Do While position <= Len(s) And InStr(1, ",]} " & Chr(9) & Chr(10) & Chr(13), Mid(s, position, 1), Exactly) = 0
			position = position + 1
		Loop
		If position = start Then Error 5
		key = Mid(s, start, position - start)
		Json = IIf(key = "null", "", key)
		Exit Function
	End If
	object_ = (c = "{")
	position = position + 1
	Blank(s, position)
	Do While InStr(1, "]}", Mid(s, position, 1), Exactly) = 0
		If object_ Then
			key = JsonText(s, position)
			Blank(s, position)
			position = position + 1 ' :
			list.Add Json(s, position), key
		Else
			list.Add Json(s, position)
		End If
		Blank(s, position)
		If Mid(s, position, 1) = "," Then position = position + 1
		Blank(s, position)
	Loop
	position = position + 1
	Json = list
End Function

Sub Blank(s As String, position As Long)
	Do While position <= Len(s) And InStr(1, " " & Chr(9) & Chr(10) & Chr(13), Mid(s, position, 1), Exactly) > 0
		position = position + 1
	Loop
	If position > Len(s) Then Error 5 ' it ends too early
End Sub

' JsonText reads a text in quotes, the long ones in one go.
Function JsonText(s As String, position As Long) As String
	Dim quote_ As Long, slash As Long, c As String, out As String
	If Mid(s, position, 1) <> """" Then Error 5
	position = position + 1
	Do
		quote_ = InStr(position, s, """", Exactly)
		If quote_ = 0 Then Error 5
		slash = InStr(position, Left(s, quote_), "\", Exactly)
		If slash = 0 Then Exit Do
		out = out & Mid(s, position, slash - position)
		c = Mid(s, slash + 1, 1)
		position = slash + 2
		Select Case c
		Case "u"
			out = out & Chr(CLng("&H0" & Mid(s, position, 4)))
			position = position + 4
		Case "n"
			out = out & Chr(10)
		Case "t"
			out = out & Chr(9)
		Case "r"
			out = out & Chr(13)
		Case "b", "f"
			out = out & " "
		Case Else
			out = out & c
		End Select
	Loop
	JsonText = out & Mid(s, position, quote_ - position)
	position = quote_ + 1
End Function

' Member is what an object has by that name: "" if it has nothing.
Function Member(o, name As String)
	Member = ""
	On Error Resume Next
	Member = o(name)
End Function
