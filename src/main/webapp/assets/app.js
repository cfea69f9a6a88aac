// What the page of the feed is made of.

import './hub.js';
import './composer.js';
import './unread.js';
