'use client';

import { CircleAlert, CircleCheck, CircleX, Info, X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { createStore } from '@/lib/client/store';

export interface ToastInput {
  title: string;
  text?: string;
  tone?: 'info' | 'good' | 'warn' | 'bad';
}
interface Toast extends Required<Pick<ToastInput, 'title' | 'tone'>> {
  id: number;
  text?: string;
}

const SHOWN_MS = 6000;
const MOST = 4;
const none: readonly Toast[] = [];
const toasts = createStore<readonly Toast[]>(none);
let lastId = 0;

const close = (id: number) => toasts.set(toasts.get().filter((item) => item.id !== id));

/** Shows a short message in the corner; warnings and errors stay until they are closed. */
export function toast(input: ToastInput | string): void {
  const { title, text, tone = 'info' } = typeof input === 'string' ? { title: input } : input;
  lastId += 1;
  const id = lastId;
  toasts.set([...toasts.get(), { id, title, text, tone }].slice(-MOST));
  if (tone === 'info' || tone === 'good') setTimeout(() => close(id), SHOWN_MS);
}

const icons = { info: Info, good: CircleCheck, warn: CircleAlert, bad: CircleX };
const colours = { info: 'text-link', good: 'text-accent', warn: 'text-warn', bad: 'text-bad' };

/** Where toasts appear; once, in the layout. */
export function Toaster() {
  const list = useSyncExternalStore(toasts.subscribe, toasts.get, () => none);
  return (
    <div
      aria-live="polite"
      className="pointer-events-none fixed inset-x-4 bottom-4 z-50 grid justify-items-end gap-2"
    >
      {list.map(({ id, title, text, tone }) => {
        const Icon = icons[tone];
        return (
          <div
            key={id}
            className="pointer-events-auto flex w-full max-w-sm items-start gap-3 rounded-md border border-line-strong bg-surface p-3"
          >
            <Icon className={`mt-0.5 size-5 shrink-0 ${colours[tone]}`} aria-hidden />
            <div className="min-w-0 flex-1 text-sm">
              <p className="font-medium">{title}</p>
              {text ? <p className="break-words text-muted">{text}</p> : null}
            </div>
            <button
              type="button"
              onClick={() => close(id)}
              aria-label="Close this message"
              className="grid size-6 place-items-center rounded-sm text-muted hover:bg-raised"
            >
              <X className="size-4" aria-hidden />
            </button>
          </div>
        );
      })}
    </div>
  );
}
