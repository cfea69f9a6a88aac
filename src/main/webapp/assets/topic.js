// Topics as events carry them.

import { session } from './session.js';
import { topicOf } from './stream/topic.js';

/**
 * The topic that is meant when this one is asked for: `users/me/…` is the user's own, by name.
 * @param {string} topic
 */
export async function resolved(topic) {
  return topic.startsWith('users/me/') ? topicOf(topic, (await session()).name) : topic;
}
