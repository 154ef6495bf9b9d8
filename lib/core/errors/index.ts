export { AppError, type AppErrorOptions } from './app-error';
