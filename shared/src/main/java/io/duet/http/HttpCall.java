package io.duet.http;

import java.util.Map;

/**
 * What a caller sent to a {@link Route}.
 *
 * @param query the decoded parameters of the address, by name; of two with one name, the last
 * @param body the text that was posted, at most {@value HttpEndpoint#BODY_BYTES_MAX} bytes of it
 */
public record HttpCall(Map<String, String> query, String body) {}
