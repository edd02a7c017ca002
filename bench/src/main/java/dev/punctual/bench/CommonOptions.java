package dev.punctual.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every benchmark has. */
final class CommonOptions {
    @Option(names = "--url", paramLabel = "URL", description = "measure this running Punctual instead of an own one")
    @Nullable
    URI url;

    @Option(
            names = "--pid",
            paramLabel = "N",
            description = "with --url: the process whose tree is asked for its processor time")
    @Nullable
    Long pid;

    @Option(names = "--seed", paramLabel = "N", description = "of the due file")
    long seed = 1;

    @Option(names = "--results", paramLabel = "DIR", description = "where the results are written")
    Path results = Path.of("bench", "results");

    @Option(
            names = "--setting",
            paramLabel = "NAME=VALUE",
            description = "a setting of the own Punctual; may be repeated")
    List<String> settings = new ArrayList<>();

    @Option(names = "--keep-home", description = "keep the data of the own Punctual")
    boolean keepHome;
}
