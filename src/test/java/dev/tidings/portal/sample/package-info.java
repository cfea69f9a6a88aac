/** A portal as it might stand beside the hub: it takes orders, and tells of them. */
package dev.tidings.portal.sample;
