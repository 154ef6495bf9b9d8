'use client';

import { useConnectModal } from '@rainbow-me/rainbowkit';
import { useEffect } from 'react';

const NAMELESS = '[data-rk] [role="img"]:not([aria-label], [aria-hidden])';

/** The kit's icons stand beside the wallets' names without one of their own: for the eye only. */
export function DecorativeIcons() {
  const { connectModalOpen } = useConnectModal();
  useEffect(() => {
    if (!connectModalOpen) return;
    const hide = () => {
      for (const icon of document.querySelectorAll(NAMELESS))
        icon.setAttribute('aria-hidden', 'true');
    };
    hide();
    const observer = new MutationObserver(hide);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [connectModalOpen]);
  return null;
}
