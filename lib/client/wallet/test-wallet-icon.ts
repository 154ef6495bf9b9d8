/** A stitched cell of the quilt, 28 px. */
const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><rect width="28" height="28" rx="6" fill="#0b6a61"/><rect x="7" y="7" width="14" height="14" rx="2" fill="none" stroke="#fff" stroke-width="1.5" stroke-dasharray="3 2"/><path d="m10.500 14 2.500 2.500 4.500-5" fill="none" stroke="#fff" stroke-width="1.800"/></svg>';

/** Icon of the test wallet in the list of wallets. */
export const testWalletIcon = `data:image/svg+xml,${encodeURIComponent(svg)}`;
