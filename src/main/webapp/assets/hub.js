// What every page of the hub has: the bar, and all elements.

import './account.js';
import './admin-nav.js';
import './nav.js';
import './tidings.js';
