// All elements, for any page: <script type="module" src="…/assets/tidings.js"></script>

import './assistant.js';
import './connection.js';
import './feed.js';
import './inbox/bell.js';
import './inbox/inbox.js';
import './inbox/toast.js';
import './jobs.js';
import './log.js';
import './progress.js';
