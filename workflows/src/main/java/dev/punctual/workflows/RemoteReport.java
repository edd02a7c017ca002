package dev.punctual.workflows;

import java.util.UUID;

/**
 * That an attempt which another worker performed has ended.
 *
 * @param ticket whose attempt
 * @param attempt its number
 * @param token of its claim
 * @param result what came of it
 */
public record RemoteReport(FireTicket ticket, int attempt, UUID token, RemoteResult result) {}
