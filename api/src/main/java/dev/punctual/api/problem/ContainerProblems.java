package dev.punctual.api.problem;

import java.util.Map;

/** What is said for errors that the container finds by itself, before or beside the application. */
final class ContainerProblems {
    private ContainerProblems() {}

    static ProblemException of(int status) {
        return switch (status) {
            case 400 ->
                new ProblemException(
                        ProblemType.BAD_REQUEST,
                        "the request cannot be read: its path, query or headers hold characters or encodings that are not allowed (an encoded slash is one)");
            case 404 ->
                new ProblemException(
                        ProblemType.NOT_FOUND, "this is not a path of this API; /v3/api-docs lists those that are");
            case 405 -> new ProblemException(ProblemType.METHOD_NOT_ALLOWED, "the method is not supported here");
            case 413 -> new ProblemException(ProblemType.TOO_LARGE, "the request is too large; send less at once");
            case 500 -> new ProblemException(ProblemType.INTERNAL, "an unexpected error, which is not your fault");
            default ->
                new ProblemException(
                        Problem.ofStatus(status, "the request cannot be carried out (status %d)".formatted(status)),
                        Map.of());
        };
    }
}
