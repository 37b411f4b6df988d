package io.sojourn.bench.question;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;

/// ClickHouse's own server out of its library, in a process of its own: listens until its standard input ends.
final class ClickHouseServer {

    private ClickHouseServer() {}

    /// @param arguments the library, a folder for its data, its configuration, its port for HTTP
    @SuppressWarnings("restricted") // its process is started to call that library
    public static void main(String[] arguments) throws Throwable {
        List<String> line =
                List.of(
                        "clickhouse",
                        "--path=" + arguments[1],
                        "--config-file=" + arguments[2],
                        "--listen_host=127.0.0.1",
                        "--http_port=" + arguments[3],
                        "--query",
                        "SYSTEM START LISTEN HTTP;"
                                + " SELECT count() FROM file('/dev/stdin', 'LineAsString', 'l String')");
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup library = SymbolLookup.libraryLookup(Path.of(arguments[0]), arena);
            MemorySegment argv = arena.allocate(ValueLayout.ADDRESS, line.size());
            for (int i = 0; i < line.size(); i++) {
                argv.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(line.get(i)));
            }
            Linker.nativeLinker()
                    .downcallHandle(
                            library.findOrThrow("query_stable_v2"),
                            FunctionDescriptor.of(
                                    ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS))
                    .invoke(line.size(), argv);
        }
    }
}
