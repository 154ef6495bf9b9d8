export { acknowledgeInbox, inboxStart } from './acknowledge';
export { deliverNotification, MAX_ATTEMPTS, retryDelay } from './deliver';
export { followInbox, readInbox } from './follow-inbox';
export { inboxQuery, inboxStream } from './inbox-stream';
export { listInbox } from './list-inbox';
export { type NewNotification, notify, notifyAll } from './notify';
export { choosePush, pushChannelFor } from './push-choice';
