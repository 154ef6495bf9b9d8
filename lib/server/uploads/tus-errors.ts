import { ERRORS } from '@tus/utils';
import { AppError } from '@/lib/core/errors';

const codeByStatus: Record<number, string> = {
  404: 'UPLOAD_NOT_FOUND',
  409: 'UPLOAD_OFFSET_CONFLICT',
  410: 'UPLOAD_EXPIRED',
  412: 'UPLOAD_VERSION',
  413: 'UPLOAD_TOO_LARGE',
};

/** The tus library's plain-text refusal as an AppError with a stable code. */
export async function tusError(response: Response): Promise<AppError> {
  const text = (await response.text()).trim();
  if (text.includes(ERRORS.ERR_LOCK_TIMEOUT.body)) {
    return new AppError('UPLOAD_LOCKED', 'Another request still writes to this upload. Try again.');
  }
  if (response.status >= 500) {
    return new AppError('INTERNAL', 'The upload could not be written. Please resume it.', {
      cause: new Error(text),
    });
  }
  return new AppError(codeByStatus[response.status] ?? 'UPLOAD_PROTOCOL', text || 'Refused.');
}
