package dev.tidings.security;

/**
 * A CDI event: this user has signed out on this node, and whatever is open here for that user is to
 * end. It was told to the other nodes, or will be.
 */
public record SignedOut(String user) {}
