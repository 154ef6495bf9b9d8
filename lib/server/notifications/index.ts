export { acknowledgeInbox, inboxStart } from './acknowledge';
export { deliverNotification, MAX_ATTEMPTS, retryDelay } from './deliver';
export { followInbox, readInbox } from './follow-inbox';
export { type NewNotification, notify, notifyAll } from './notify';
