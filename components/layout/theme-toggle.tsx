'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { setTheme, type Theme } from '@/lib/client/theme';

const order: readonly Theme[] = ['system', 'light', 'dark'];
const looks = {
  system: { icon: Monitor, name: 'as the system' },
  light: { icon: Sun, name: 'light' },
  dark: { icon: Moon, name: 'dark' },
};

/** Goes round system, light and dark. */
export function ThemeToggle({ initial }: { initial: Theme }) {
  const [theme, setOwnTheme] = useState(initial);
  const next = order[(order.indexOf(theme) + 1) % order.length] ?? 'system';
  const { icon: Icon, name } = looks[theme];
  const label = `Colours: ${name}. Change to ${looks[next].name}.`;
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => {
        setTheme(next);
        setOwnTheme(next);
      }}
      className="grid size-10 place-items-center rounded-md text-muted hover:bg-raised hover:text-ink"
    >
      <Icon className="size-5" aria-hidden />
    </button>
  );
}
