package io.duet.node;

/** What a timer is for; a record or enum constant, so that a trace can print it. */
public interface Timer {}
