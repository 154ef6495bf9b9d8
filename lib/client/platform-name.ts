/** The product's name in titles of pages and in wallets. */
export const platformName = 'Micro-Storage Platform';
