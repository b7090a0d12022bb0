' Opens a document, gives it a module and runs a macro of it, as Excel or Word would.
Sub Run(file As String, module As String, macro As String, area As String)
	Dim document, properties(1) As New com.sun.star.beans.PropertyValue
	properties(0).Name = "MacroExecutionMode"
	properties(0).Value = com.sun.star.document.MacroExecMode.ALWAYS_EXECUTE_NO_WARN
	properties(1).Name = "Hidden"
	properties(1).Value = True
	document = StarDesktop.loadComponentFromURL(ConvertToURL(file), "_blank", 0, properties)
	On Error GoTo Failed
	Dim libraries
	libraries = document.BasicLibraries
	libraries.VBACompatibilityMode = True
	If Not libraries.hasByName("Standard") Then libraries.createLibrary("Standard")
	libraries.getByName("Standard").insertByName("Bienban", ReadText(ConvertToURL(module)))
	If area <> "" Then document.CurrentController.select(document.Sheets.getByIndex(0).getCellRangeByName(area))
	document.getScriptProvider().getScript("vnd.sun.star.script:Standard.Bienban." & macro & "?language=Basic&location=document").invoke(Array(), Array(), Array())
	StarDesktop.terminate()
	Exit Sub
Failed:
	Dim n
	n = FreeFile
	Open Environ("BIENBAN_TEST") & "/told" For Append As #n
	Print #n, "DRIVER: " & Error
	Close #n
	Resume Clean
Clean:
	StarDesktop.terminate()
End Sub

Function ReadText(url As String) As String
	Dim in_
	in_ = createUnoService("com.sun.star.io.TextInputStream")
	in_.setInputStream(createUnoService("com.sun.star.ucb.SimpleFileAccess").openFileRead(url))
	in_.setEncoding("UTF-8")
	ReadText = in_.readString(Array(), False)
	in_.closeInput()
End Function
