@node "%~dp0solc-shim.mjs" %*
