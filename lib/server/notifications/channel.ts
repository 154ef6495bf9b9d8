/** PostgreSQL channel on which committed inbox events announce their recipient. */
export const INBOX_CHANNEL = 'msp_inbox';
