package dev.tidings.security;

/** A CDI event: this user has signed out, and whatever is open for that user is to end. */
public record SignedOut(String user) {}
