@echo off
rem Runs the tool, and builds it first when it is missing or a source is newer than the last build.
setlocal
set "root=%~dp0"
set "tool=%root%src\Accrete.Cli\bin\Release\net10.0\Accrete.Cli.dll"

where dotnet >nul 2>nul
if errorlevel 1 (
  echo error: dotnet is not installed; get the .NET 10 SDK from https://dotnet.microsoft.com/download 1>&2
  exit /b 1
)

set "ACCRETE_ROOT=%root%"
set "ACCRETE_TOOL=%tool%"
powershell -NoProfile -Command "if (-not (Test-Path -LiteralPath $env:ACCRETE_TOOL)) { exit 1 }; $built = (Get-Item -LiteralPath $env:ACCRETE_TOOL).LastWriteTimeUtc; $newer = Get-ChildItem -Path ($env:ACCRETE_ROOT + 'src'), ($env:ACCRETE_ROOT + 'recipes'), ($env:ACCRETE_ROOT + 'Directory.*.props'), ($env:ACCRETE_ROOT + 'Directory.*.targets'), ($env:ACCRETE_ROOT + 'global.json') -Recurse -File -Include *.cs,*.csproj,*.toml,*.props,*.targets,*.json,*.br | Where-Object { $_.FullName -notmatch '\\(bin|obj)\\' -and $_.LastWriteTimeUtc -gt $built } | Select-Object -First 1; if ($newer) { exit 1 }; exit 0"
if not errorlevel 1 goto run

echo Building Accrete (once)... 1>&2
dotnet build "%root%src\Accrete.Cli" -c Release -nologo -v quiet 1>&2
if errorlevel 1 (
  echo error: the build failed; what the compiler says stands above. 1>&2
  exit /b 1
)
rem The build leaves a library that did not change as old as it was; without this the next start would build again.
powershell -NoProfile -Command "(Get-Item -LiteralPath $env:ACCRETE_TOOL).LastWriteTimeUtc = [DateTime]::UtcNow"

:run
set "ACCRETE_ROOT="
set "ACCRETE_TOOL="
rem Hints name the command as it was called.
if not defined ACCRETE_COMMAND set "ACCRETE_COMMAND=%~0"
dotnet "%tool%" %*
exit /b %errorlevel%
