// What the page is made of.

import './account.js';
import './connection.js';
import './feed.js';
import './composer.js';
