' What bienban.bas has Excel and Windows do, for LibreOffice: it sends by curl, asks and shows nothing, and notes
' in the folder BIENBAN_TEST what it would show.

Private Function CopyOfSheet(host As Object) As Variant
    Dim path As String, filter As Variant
    path = TemporaryFile(".xlsx")
    filter = createUnoStruct("com.sun.star.beans.PropertyValue")
    filter.Name = "FilterName"
    filter.Value = "Calc MS Excel 2007 XML"
    ThisComponent.storeToURL ConvertToURL(path), Array(filter)
    CopyOfSheet = ReadFile(path)
End Function

Private Function Separator() As String
    Separator = "/"
End Function

Private Sub Send(ByVal url As String, ByVal contentType As String, ByVal token As String, body As Variant, status As Long, text As String, bytes As Variant)
    Dim request As String, head As String, answer As String, options As String, lines As Variant, i As Long, readable As Boolean
    request = TemporaryFile(".request")
    If VarType(body) = vbString Then
        WriteText request, CStr(body)
    Else
        WriteFile request, body
    End If
    head = TemporaryFile(".head")
    answer = TemporaryFile(".answer")
    options = "--disable --silent --max-time 60 --data-binary @" & request & " --output " & answer & " --dump-header " & head
    options = options & " --header ""Content-Type: " & contentType & """ --header ""Accept-Language: vi"""
    If contentType = "application/json" Then options = options & " --header ""Accept: application/json"""
    If token <> "" Then options = options & " --header ""Authorization: Bearer " & token & """"
    Call Shell("curl", 0, options & " " & url, True)
    If Not FileExists(head) Then Err.Raise 1000, , "no answer"
    lines = Split(ReadText(head), vbLf)
    For i = 0 To UBound(lines)
        If Left$(lines(i), 5) = "HTTP/" Then status = CLng(Mid$(lines(i), InStr(lines(i), " ") + 1, 3))
        If LCase$(Left$(lines(i), 13)) = "content-type:" Then readable = InStr(lines(i), "json") > 0
    Next i
    If readable Then
        text = ReadText(answer)
    Else
        bytes = ReadFile(answer)
    End If
End Sub

Private Function Files() As Object
    Set Files = createUnoService("com.sun.star.ucb.SimpleFileAccess")
End Function

Private Function ReadFile(ByVal path As String) As Variant
    Dim stream As Object, data() As Integer, bytes() As Byte, i As Long, n As Long
    Set stream = Files().openFileRead(ConvertToURL(path))
    n = Files().getSize(ConvertToURL(path))
    n = stream.readBytes(data, n)
    stream.closeInput()
    If n = 0 Then Exit Function
    ReDim bytes(n - 1)
    For i = 0 To n - 1
        bytes(i) = data(i) And 255
    Next i
    ReadFile = bytes
End Function

Private Sub WriteFile(ByVal path As String, bytes As Variant)
    Dim stream As Object, data() As Integer, i As Long
    If FileExists(path) Then Err.Raise 58
    ReDim data(UBound(bytes))
    For i = 0 To UBound(bytes)
        data(i) = bytes(i)
        If data(i) > 127 Then data(i) = data(i) - 256
    Next i
    Set stream = Files().openFileWrite(ConvertToURL(path))
    stream.writeBytes data
    stream.closeOutput()
End Sub

Private Function ReadText(ByVal path As String) As String
    Dim stream As Object
    Set stream = createUnoService("com.sun.star.io.TextInputStream")
    stream.setInputStream Files().openFileRead(ConvertToURL(path))
    stream.setEncoding "UTF-8"
    ReadText = stream.readString(Array(), False)
    stream.closeInput()
End Function

Private Sub WriteText(ByVal path As String, ByVal text As String)
    Dim stream As Object
    Set stream = createUnoService("com.sun.star.io.TextOutputStream")
    stream.setOutputStream Files().openFileWrite(ConvertToURL(path))
    stream.setEncoding "UTF-8"
    stream.writeString text
    stream.closeOutput()
End Sub

Private Function FileExists(ByVal path As String) As Boolean
    FileExists = Files().exists(ConvertToURL(path))
End Function

Private Sub RemoveFile(ByVal path As String)
    If FileExists(path) Then Files().kill ConvertToURL(path)
End Sub

Private Function TemporaryFile(ByVal ending As String) As String
    Dim n As Long
    Do
        n = n + 1
        TemporaryFile = Environ("BIENBAN_TEST") & "/" & n & ending
    Loop While FileExists(TemporaryFile)
End Function

Private Function DocumentsFolder() As String
    DocumentsFolder = Environ("BIENBAN_TEST")
End Function

Private Function Ask(ByVal question As String, ByVal suggestion As String) As String
    Ask = suggestion
End Function

Private Sub Tell(ByVal message As String, ByVal wrong As Boolean)
    WriteText Environ("BIENBAN_TEST") & "/told", IIf(wrong, "ERROR", "INFORMATION") & vbLf & message & vbLf
End Sub

Private Sub Show(ByVal path As String)
    WriteText Environ("BIENBAN_TEST") & "/shown", path
End Sub
