package io.duet.node;

/** What a node set its alarm for; a record or enum constant, so that a trace can print it. */
public interface Timer {}
