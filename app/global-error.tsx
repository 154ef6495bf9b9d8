'use client';

import './globals.css';

/** The last resort: even the frame of the page broke. Works without any script. */
export default function GlobalError() {
  return (
    <html lang="en">
      <body className="grid min-h-dvh place-items-center p-6">
        <title>The portal has a problem</title>
        <main role="alert" className="grid max-w-text gap-4">
          <h1 className="text-xl">The portal has a problem</h1>
          <p>
            This page could not be built. Your files, your deals and your money are not affected:
            nodes and contracts work on without this page.
          </p>
          <p>
            {/* A full load on purpose: what runs in this page is broken. */}
            <a className="link" href="/">
              Load the start page again
            </a>
          </p>
        </main>
      </body>
    </html>
  );
}
