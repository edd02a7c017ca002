package dev.punctual.workerapp.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.util.FileSystemUtils;

/** One embedded Punctual and its sink for all tests that leave it alive; started at first need, stopped after the last test. */
final class SharedPunctual implements ParameterResolver {

    /** What tests get. */
    record World(Client client, Sink sink, PunctualProcess process, Path directory) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            process.close();
            sink.close();
            FileSystemUtils.deleteRecursively(directory);
        }

        static World start() {
            try {
                Path directory = Files.createTempDirectory("punctual-e2e-");
                PunctualProcess process = PunctualProcess.embedded(directory);
                try {
                    process.start();
                } catch (RuntimeException e) {
                    process.close();
                    throw e;
                }
                return new World(process.client(), new Sink(), process, directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == World.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedPunctual.class))
                .computeIfAbsent(World.class, key -> World.start(), World.class);
    }
}
