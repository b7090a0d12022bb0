Attribute VB_Name = "Bienban"
' bienban for Excel and Word on Windows / bang tinh thanh ban tom tat, van ban Word thanh PDF
'
' Install / cai dat: Alt+F11, File > Import File, this file; keep the workbook as .xlsm.
' Run / chay:        bienban serve; then Alt+F8.
'   Excel: select the table with its header (or one cell: the whole sheet), BienbanBriefing
'   Word:  save the document, BienbanPdf
' Settings:          BIENBAN_SERVER, BIENBAN_TOKEN in the environment.
'
' The file is ASCII, since the editor reads it in the system's old encoding: Vi() has the letters.
' What Excel, Word and Windows do is late bound: no references to set, one file for both.
Option Explicit

Private Const DefaultServer As String = "http://127.0.0.1:8426"
Private Const Template As String = "tom-tat" ' any of: bienban template list
Private Const Failure As Long = 513 ' the first number that is free

' The selected cells of the active sheet become a briefing, as Word document and PDF.
Public Sub BienbanBriefing()
    On Error GoTo Failed
    Dim host As Object, cells As String, title As String, request As String, answer As Collection, made As Collection
    Set host = Application
    If TypeName(host.ActiveSheet) <> "Worksheet" Then Fail "H\u00e3y m\u1edf m\u1ed9t trang t\u00ednh c\u00f3 b\u1ea3ng s\u1ed1 li\u1ec7u. / Open a sheet with a table first."
    cells = SelectedCells(host)
    title = Ask(Vi("T\u00ean v\u0103n b\u1ea3n / title of the briefing:"), SuggestedTitle(host.ActiveSheet))
    If Trim$(title) = "" Then Exit Sub
    Dim folder As String, name As String
    folder = host.ActiveWorkbook.Path
    name = Stem(host.ActiveWorkbook.Name)
    request = RequestOf(title, name, cells, CopyOfSheet(host))
    Set answer = Answered("/api/v1/render", "application/json", request)
    Set made = SaveDocuments(folder, answer("documents"))
    Tell Vi("\u0110\u00e3 t\u1ea1o / made:") & Lines(made) & Findings(answer), False
    Show made(1)
    Exit Sub
Failed:
    Tell Err.Description, True
End Sub

' The open Word document, as it is saved, becomes a PDF.
Public Sub BienbanPdf()
    On Error GoTo Failed
    Dim host As Object, document As Object, target As String, pdf As Variant
    Set host = Application
    Set document = host.ActiveDocument
    If document.Path = "" Or InStr(document.Path, "://") > 0 Or Not document.Saved Or LCase$(Right$(document.Name, 5)) <> ".docx" Then
        Fail "H\u00e3y l\u01b0u v\u0103n b\u1ea3n th\u00e0nh t\u1ec7p .docx tr\u00ean m\u00e1y n\u00e0y tr\u01b0\u1edbc. / Save the document as a .docx on this computer first."
    End If
    pdf = Answered("/api/v1/convert?name=" & Percent(document.Name), _
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ReadFile(document.Path & Separator & document.Name))
    target = FreeName(document.Path, Stem(document.Name), Array(".pdf")) & ".pdf"
    WriteFile target, pdf
    Tell Vi("\u0110\u00e3 t\u1ea1o / made:") & vbLf & target, False
    Show target
    Exit Sub
Failed:
    Tell Err.Description, True
End Sub

' SelectedCells is what is selected, such as A4:H21; "", for the whole sheet, where less than
' two rows are, or one merged cell, or something else than cells.
Private Function SelectedCells(host As Object) As String
    Dim area As Object
    If TypeName(host.Selection) <> "Range" Then Exit Function
    Set area = host.Selection
    If area.Areas.Count > 1 Then Fail "Ch\u1ec9 ch\u1ecdn m\u1ed9t v\u00f9ng \u00f4. / Select one range of cells only."
    If area.Rows.Count < 2 Then Exit Function
    If area.Address(False, False) = area.Cells(1, 1).MergeArea.Address(False, False) Then Exit Function
    SelectedCells = area.Address(False, False)
End Function

' SuggestedTitle is the first text in the first rows of the sheet, or the sheet's name.
Private Function SuggestedTitle(sheet As Object) As String
    Dim r As Long, c As Long
    SuggestedTitle = sheet.Name
    For r = 1 To 3
        For c = 1 To 8
            If VarType(sheet.Cells(r, c).Value) = vbString Then
                SuggestedTitle = Left$(Trim$(sheet.Cells(r, c).Value), 250)
                Exit Function
            End If
        Next c
    Next r
End Function

' RequestOf is the request for a briefing with the table in some cells of a workbook.
Private Function RequestOf(ByVal title As String, ByVal name As String, ByVal cells As String, workbook As Variant) As String
    If cells <> "" Then cells = "#" & cells
    RequestOf = "{""meeting"":{""title"":" & Quote(title) & "," & _
        """indicators"":[{""id"":""bang"",""rows_from"":" & Quote("bang.xlsx" & cells) & "}]}," & _
        """template"":" & Quote(Template) & ",""name"":" & Quote(name & ".yaml") & "," & _
        """files"":{""bang.xlsx"":""" & Base64(workbook) & """}}"
End Function

' Answered is the answer to a request: a Collection of JSON, or the bytes of a PDF. Body is a
' text in ASCII or bytes. What goes wrong is raised, with its places.
Private Function Answered(ByVal path As String, ByVal contentType As String, body As Variant) As Variant
    Dim server As String, status As Long, text As String, bytes As Variant, problem As Variant
    server = Environ$("BIENBAN_SERVER")
    If server = "" Then server = DefaultServer
    If Right$(server, 1) = "/" Then server = Left$(server, Len(server) - 1)
    On Error GoTo Silent
    Send server & path, contentType, Environ$("BIENBAN_TOKEN"), body, status, text, bytes
    On Error GoTo Strange
    If status = 200 And text = "" Then
        If Chr$(bytes(0)) & Chr$(bytes(1)) & Chr$(bytes(2)) & Chr$(bytes(3)) <> "%PDF" Then Err.Raise 5
        Answered = bytes
        Exit Function
    End If
    If Left$(text, 1) <> "{" Then Err.Raise 5
    Set problem = Json(text, 1)
    On Error GoTo 0
    If status <> 200 Then Err.Raise Failure, , Member(problem, "detail") & " (HTTP " & status & ")" & Findings(problem)
    Set Answered = problem
    Exit Function
Silent:
    text = Err.Description
    Err.Raise Failure, , Vi("M\u00e1y ch\u1ee7 bienban kh\u00f4ng tr\u1ea3 l\u1eddi; \u0111\u00e3 ch\u1ea1y bienban serve ch\u01b0a? / The server does not answer; is bienban serve running?") & _
        vbLf & server & vbLf & text
Strange:
    Err.Raise Failure, , Vi("C\u00e2u tr\u1ea3 l\u1eddi kh\u00f4ng ph\u1ea3i c\u1ee7a bienban / this is no answer of bienban: ") & server & ", HTTP " & status
End Function

' SaveDocuments writes the documents into a folder, and gives their paths.
Private Function SaveDocuments(ByVal folder As String, ByVal documents As Collection) As Collection
    Dim made As New Collection, document As Collection, endings() As String, path As String, name As String, i As Long
    If folder = "" Or InStr(folder, "://") > 0 Then folder = DocumentsFolder() ' never saved, or in OneDrive
    ReDim endings(documents.Count - 1)
    For i = 1 To documents.Count
        Set document = documents(i)
        name = document("name")
        endings(i - 1) = Mid$(name, Len(Stem(name)) + 1)
    Next i
    path = FreeName(folder, Stem(name), endings)
    For i = 1 To documents.Count
        Set document = documents(i)
        WriteFile path & endings(i - 1), FromBase64(document("content"))
        made.Add path & endings(i - 1)
    Next i
    Set SaveDocuments = made
End Function

' FreeName is a path under which no file with one of the endings is there.
Private Function FreeName(ByVal folder As String, ByVal name As String, endings As Variant) As String
    Dim n As Long, i As Long, taken As Boolean
    If Right$(folder, 1) <> Separator Then folder = folder & Separator
    FreeName = folder & name
    n = 1
    Do
        taken = False
        For i = LBound(endings) To UBound(endings)
            If FileExists(FreeName & endings(i)) Then taken = True
        Next i
        If Not taken Then Exit Function
        n = n + 1
        FreeName = folder & name & " (" & n & ")"
    Loop
End Function

' Findings are the lines about what was found, each with its place.
Private Function Findings(answer As Variant) As String
    Dim f As Variant, s As String, place As String
    If Not IsObject(Member(answer, "findings")) Then Exit Function
    For Each f In Member(answer, "findings")
        place = Member(f, "file")
        If Member(f, "line") <> "" Then place = place & ":" & Member(f, "line")
        If Member(f, "place") <> "" Then place = place & " " & Member(f, "place")
        s = s & vbLf & place & ": " & Member(f, "message")
        If Member(f, "hint") <> "" Then s = s & vbLf & "    " & Member(f, "hint")
    Next f
    If s <> "" Then Findings = vbLf & s
End Function

Private Function Lines(list As Collection) As String
    Dim i As Long
    For i = 1 To list.Count
        Lines = Lines & vbLf & list(i)
    Next i
End Function

' Stem is a file's name without its extension.
Private Function Stem(ByVal name As String) As String
    Stem = name
    If InStrRev(name, ".") > 1 Then Stem = Left$(name, InStrRev(name, ".") - 1)
End Function

Private Sub Fail(ByVal message As String)
    Err.Raise Failure, , Vi(message)
End Sub

' --- text and bytes ---

' Quote is a text in JSON, in ASCII.
Private Function Quote(ByVal s As String) As String
    Dim i As Long, c As Long, parts() As String
    If Len(s) = 0 Then
        Quote = """"""
        Exit Function
    End If
    ReDim parts(1 To Len(s))
    For i = 1 To Len(s)
        c = AscW(Mid$(s, i, 1)) And &HFFFF&
        If c < 32 Or c > 126 Or c = 34 Or c = 92 Then
            parts(i) = "\u" & Right$("000" & Hex$(c), 4)
        Else
            parts(i) = ChrW$(c)
        End If
    Next i
    Quote = """" & Join(parts, "") & """"
End Function

' Vi is a text whose Vietnamese letters are written as JSON writes them.
Private Function Vi(ByVal s As String) As String
    Vi = JsonText("""" & s & """", 1)
End Function

' Percent is a text in a URL: UTF-8, and an escape for all but letters and digits.
Private Function Percent(ByVal s As String) As String
    Dim i As Long, c As Long, low As Long
    i = 1
    Do While i <= Len(s)
        c = AscW(Mid$(s, i, 1)) And &HFFFF&
        If c >= &HD800& And c < &HDC00& And i < Len(s) Then
            low = AscW(Mid$(s, i + 1, 1)) And &HFFFF&
            c = &H10000 + (c - &HD800&) * &H400& + (low - &HDC00&)
            i = i + 1
        End If
        If c < 128 And ChrW$(c And 127) Like "[A-Za-z0-9.]" Then
            Percent = Percent & ChrW$(c)
        ElseIf c < &H80& Then
            Percent = Percent & Escaped(c)
        ElseIf c < &H800& Then
            Percent = Percent & Escaped(&HC0& Or c \ &H40&) & Escaped(&H80& Or (c And &H3F&))
        ElseIf c < &H10000 Then
            Percent = Percent & Escaped(&HE0& Or c \ &H1000&) & Escaped(&H80& Or (c \ &H40& And &H3F&)) & Escaped(&H80& Or (c And &H3F&))
        Else
            Percent = Percent & Escaped(&HF0& Or c \ &H40000) & Escaped(&H80& Or (c \ &H1000& And &H3F&)) & _
                Escaped(&H80& Or (c \ &H40& And &H3F&)) & Escaped(&H80& Or (c And &H3F&))
        End If
        i = i + 1
    Loop
End Function

Private Function Escaped(ByVal b As Long) As String
    Escaped = "%" & Right$("0" & Hex$(b), 2)
End Function

Private Function Base64(data As Variant) As String
    Const Letters As String = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    Dim bytes() As Byte, groups() As String, digit(63) As String, i As Long, n As Long, last As Long, b As Long
    bytes = data
    last = UBound(bytes)
    If last < 0 Then Exit Function
    For i = 0 To 63
        digit(i) = Mid$(Letters, i + 1, 1)
    Next i
    ReDim groups(last \ 3)
    For i = 0 To last Step 3
        b = CLng(bytes(i)) * 65536
        If i + 1 <= last Then b = b + CLng(bytes(i + 1)) * 256
        If i + 2 <= last Then b = b + bytes(i + 2)
        groups(n) = digit(b \ 262144) & digit(b \ 4096 And 63) & digit(b \ 64 And 63) & digit(b And 63)
        n = n + 1
    Next i
    If last Mod 3 = 0 Then groups(n - 1) = Left$(groups(n - 1), 2) & "=="
    If last Mod 3 = 1 Then groups(n - 1) = Left$(groups(n - 1), 3) & "="
    Base64 = Join(groups, "")
End Function

' FromBase64 is the bytes of a text that is not empty.
Private Function FromBase64(ByVal s As String) As Variant
    Const Letters As String = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    Dim bytes() As Byte, value(127) As Long, i As Long, n As Long, last As Long, b As Long
    For i = 0 To 63
        value(AscW(Mid$(Letters, i + 1, 1))) = i
    Next i
    last = Len(s) / 4 * 3 - 1
    If Right$(s, 1) = "=" Then last = last - 1
    If Right$(s, 2) = "==" Then last = last - 1
    ReDim bytes(last)
    For i = 1 To Len(s) Step 4
        b = value(AscW(Mid$(s, i, 1))) * 262144 + value(AscW(Mid$(s, i + 1, 1))) * 4096 + _
            value(AscW(Mid$(s, i + 2, 1))) * 64 + value(AscW(Mid$(s, i + 3, 1)))
        bytes(n) = b \ 65536
        If n + 1 <= last Then bytes(n + 1) = b \ 256 And 255
        If n + 2 <= last Then bytes(n + 2) = b And 255
        n = n + 3
    Next i
    FromBase64 = bytes
End Function

' Json reads the value at a position, which goes behind it: a String, or a Collection of
' values. Numbers, true and false are Strings; null is "".
Private Function Json(s As String, position As Long) As Variant
    Dim c As String, list As Collection, name As String, start As Long
    Blank s, position
    c = Mid$(s, position, 1)
    If c = """" Then
        Json = JsonText(s, position)
    ElseIf c = "{" Or c = "[" Then
        Set list = New Collection
        position = position + 1
        Blank s, position
        Do While InStr("]}", Mid$(s, position, 1)) = 0
            If c = "{" Then
                name = JsonText(s, position)
                Blank s, position
                position = position + 1 ' :
                list.Add Json(s, position), name
            Else
                list.Add Json(s, position)
            End If
            Blank s, position
            If Mid$(s, position, 1) = "," Then position = position + 1
            Blank s, position
        Loop
        position = position + 1
        Set Json = list
    Else
        start = position
        Do While InStr(",]} " & vbTab & vbCr & vbLf, Mid$(s & " ", position, 1)) = 0
            position = position + 1
        Loop
        If position = start Then Err.Raise 5
        name = Mid$(s, start, position - start)
        If name = "null" Then name = ""
        Json = name
    End If
End Function

Private Sub Blank(s As String, position As Long)
    Do While position <= Len(s)
        If InStr(" " & vbTab & vbCr & vbLf, Mid$(s, position, 1)) = 0 Then Exit Sub
        position = position + 1
    Loop
    Err.Raise 5 ' it ends too early
End Sub

' JsonText reads a text in quotes, the long ones in one go.
Private Function JsonText(s As String, position As Long) As String
    Dim final As Long, slash As Long, c As String
    If Mid$(s, position, 1) <> """" Then Err.Raise 5
    position = position + 1
    slash = InStr(position, s, "\")
    Do
        final = InStr(position, s, """")
        If final = 0 Then Err.Raise 5
        If slash > 0 And slash < position Then slash = InStr(position, s, "\")
        If slash = 0 Or slash > final Then Exit Do
        c = Mid$(s, slash + 1, 1)
        JsonText = JsonText & Mid$(s, position, slash - position)
        position = slash + 2
        Select Case c
        Case "u"
            JsonText = JsonText & ChrW$(CLng("&H" & Mid$(s, position, 4) & "&"))
            position = position + 4
        Case "n"
            JsonText = JsonText & vbLf
        Case "t"
            JsonText = JsonText & vbTab
        Case "r"
            JsonText = JsonText & vbCr
        Case "b", "f"
            JsonText = JsonText & " "
        Case Else
            JsonText = JsonText & c
        End Select
    Loop
    JsonText = JsonText & Mid$(s, position, final - position)
    position = final + 1
End Function

' Member is what an object has by that name: "" if it has nothing.
Private Function Member(o As Variant, ByVal name As String) As Variant
    Member = ""
    On Error Resume Next
    If IsObject(o(name)) Then Set Member = o(name) Else Member = o(name)
End Function

' --- What Excel and Windows alone do: another system has its own from here on ---

' CopyOfSheet is the active sheet as an .xlsx. The sheet goes along as it is, since bienban
' then reads merged headers, number formats and levels, whatever the language that figures
' are shown in here. A copy of the sheet alone, since the workbook may be an .xls or have a
' password, and has other sheets that are nobody's business.
Private Function CopyOfSheet(host As Object) As Variant
    Dim path As String, book As Object, copy As Object, number As Long, text As String
    path = TemporaryFile(".xlsx")
    Set book = host.ActiveWorkbook
    host.ScreenUpdating = False
    host.EnableEvents = False
    host.DisplayAlerts = False
    On Error GoTo Failed
    host.ActiveSheet.Copy
    Set copy = host.ActiveWorkbook
    copy.SaveAs path, 51
    copy.Close False
    Set copy = Nothing
    CopyOfSheet = ReadFile(path)
Finally:
    On Error Resume Next
    If Not copy Is Nothing Then copy.Close False
    book.Activate
    RemoveFile path
    host.DisplayAlerts = True
    host.EnableEvents = True
    host.ScreenUpdating = True
    On Error GoTo 0
    If number <> 0 Then Err.Raise number, , text
    Exit Function
Failed:
    number = Err.Number
    text = Err.Description
    Resume Finally
End Function

Private Function Separator() As String
    Separator = "\"
End Function

' Send sends a body (a text in ASCII, or bytes). Text is the answer that is JSON, bytes any other.
Private Sub Send(ByVal url As String, ByVal contentType As String, ByVal token As String, body As Variant, status As Long, text As String, bytes As Variant)
    Dim http As Object
    Set http = CreateObject("MSXML2.ServerXMLHTTP.6.0")
    http.setTimeouts 5000, 5000, 60000, 120000 ' ms: name, connection, sending, answer
    http.Open "POST", url, False
    http.setRequestHeader "Content-Type", contentType
    If contentType = "application/json" Then http.setRequestHeader "Accept", "application/json"
    http.setRequestHeader "Accept-Language", "vi"
    If token <> "" Then http.setRequestHeader "Authorization", "Bearer " & token
    http.Send (body)
    status = http.status
    If InStr(http.getResponseHeader("Content-Type"), "json") > 0 Then text = http.responseText Else bytes = http.responseBody
End Sub

' Files are read and written by ADODB, whose names may have any letters: those of Open may not.
Private Function ReadFile(ByVal path As String) As Variant
    Dim stream As Object, copy As String
    copy = TemporaryFile(".tmp") ' Word has its own open, which may be copied only
    CreateObject("Scripting.FileSystemObject").CopyFile path, copy
    Set stream = CreateObject("ADODB.Stream")
    stream.Type = 1 ' bytes
    stream.Open
    stream.LoadFromFile copy
    ReadFile = stream.Read
    stream.Close
    RemoveFile copy
End Function

Private Sub WriteFile(ByVal path As String, bytes As Variant)
    Dim stream As Object
    Set stream = CreateObject("ADODB.Stream")
    stream.Type = 1
    stream.Open
    stream.Write bytes
    stream.SaveToFile path, 1 ' fails if it is there
    stream.Close
End Sub

Private Function FileExists(ByVal path As String) As Boolean
    FileExists = CreateObject("Scripting.FileSystemObject").FileExists(path)
End Function

Private Sub RemoveFile(ByVal path As String)
    If FileExists(path) Then CreateObject("Scripting.FileSystemObject").DeleteFile path, True
End Sub

Private Function TemporaryFile(ByVal ending As String) As String
    Dim files As Object
    Set files = CreateObject("Scripting.FileSystemObject")
    TemporaryFile = files.GetSpecialFolder(2).Path & Separator & "bienban-" & files.GetTempName & ending
End Function

Private Function DocumentsFolder() As String
    DocumentsFolder = CreateObject("WScript.Shell").SpecialFolders("MyDocuments")
End Function

' VBA's own InputBox and MsgBox know the letters of the system's old encoding only.
Private Function Ask(ByVal question As String, ByVal suggestion As String) As String
    Dim host As Object, answer As Variant
    Set host = Application
    answer = host.InputBox(question, "bienban", suggestion, , , , , 2)
    If VarType(answer) = vbString Then Ask = answer ' False where it is cancelled
End Function

Private Sub Tell(ByVal message As String, ByVal wrong As Boolean)
    CreateObject("WScript.Shell").Popup message, 0, "bienban", IIf(wrong, 16, 64) + 4096 ' before all windows
End Sub

Private Sub Show(ByVal path As String)
    CreateObject("WScript.Shell").Run """" & path & """"
End Sub
