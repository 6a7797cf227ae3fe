// Rooms, bans, sizes and words, enforced on the project and tested against planted violations.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/tidy/code.h"
#include "tests/tidy/rules.h"

namespace imstorm::tidy {
namespace {

/// Every exception has a reason, and disappears with what it excuses.
const std::vector<Exception> kExceptions = {
    {"sim/core/hash.h", "define", "xxHash is made header-only by a macro before its include"},
    {"model/node/io.h", "includes",
     "what a node outputs to be observed is an event of the history"},
    {"model/scenario/scenario.h", "includes", "a link's Options live beside the link, in sim/net"},
    {"model/scenario/topology_check.cc", "includes", "the topology graph is built in sim/net"},
    {"model/scenario/hazard_paths.cc", "includes", "the graph of paths is built in sim/net"},
    {"model/scenario/hazard_points.cc", "includes", "the graph of paths is built in sim/net"},
    {"sim/net/network.h", "includes", "the network is where scripted faults bite"},
    {"sim/net/weather.h", "includes", "the network is where scripted faults bite"},
};

std::vector<std::string> problems(const std::vector<File>& files,
                                  const std::vector<Exception>& exceptions = {}) {
  std::vector<std::string> lines;
  for (const Violation& violation : check(files, exceptions)) lines.push_back(describe(violation));
  return lines;
}

/// The problems of one planted source file; a header gets its guard.
std::vector<std::string> planted(const std::string& path, const std::string& text) {
  return problems({{path, (is_header(path) ? "#pragma once\n" : "") + text}});
}

std::string only_problem(const std::string& path, const std::string& text) {
  const std::vector<std::string> found = planted(path, text);
  return found.size() == 1 ? found[0] : fmt::format("{} problems", found.size());
}

std::string function_of(int lines, const std::string& head) {
  std::string text = head + " {\n";
  for (int i = 0; i < lines - 2; ++i) text += "  if (i) { step({1, 2}); }\n";
  return text + "}\n";
}

TEST(Tidy, HoldsForTheWholeProject) {
  const std::vector<File> files = read_tree(IMSTORM_SOURCE_DIR);
  EXPECT_GT(files.size(), 20U) << "the tree was not found";
  for (const std::string& problem : problems(files, kExceptions)) ADD_FAILURE() << problem;
}

TEST(Tidy, FindsARoomThatLooksUpward) {
  EXPECT_EQ(only_problem("sim/core/a.cc", "#include \"sim/core/b.h\"\n#include \"sim/net/c.h\"\n"),
            "sim/core/a.cc:2: sim/core includes \"sim/net/c.h\"; it may include nothing but "
            "itself: move the code, or pass a value");
  EXPECT_EQ(only_problem("model/invariants/a.h", "#  include \"model/protocol/ack.h\"\n"),
            "model/invariants/a.h:2: model/invariants includes \"model/protocol/ack.h\"; it may "
            "include only sim/core, model/types, model/history: move the code, or pass a value");
}

TEST(Tidy, KnowsWhatEachRoomMayInclude) {
  for (const Room& room : rooms()) {
    for (const Room& other : rooms()) {
      const bool allowed = room.path == other.path || lies_in_any(other.path, room.may_include);
      const auto found = planted(room.path + "/a.cc", "#include \"" + other.path + "/b.h\"\n");
      EXPECT_EQ(found.empty(), allowed) << room.path << " includes " << other.path;
    }
  }
}

TEST(Tidy, LetsAScenarioSeeOnlyTheOptionsOfTheProtocol) {
  EXPECT_TRUE(planted("model/scenario/a.h", "#include \"model/protocol/options.h\"\n").empty());
  EXPECT_FALSE(planted("model/scenario/a.h", "#include \"model/protocol/outbox.h\"\n").empty());
}

TEST(Tidy, WantsIncludesFromTheRootAndFilesInRooms) {
  EXPECT_EQ(only_problem("sim/core/a.cc", "#include \"b.h\"\n"),
            "sim/core/a.cc:1: \"b.h\" is not in the house; write the path from the root, or <...> "
            "for a library");
  EXPECT_EQ(only_problem("sim/a.cc", ""),
            "sim/a.cc:1: this file stands in no room; move it into a room of tests/tidy/house.cc");
}

TEST(Tidy, KeepsLibrariesInTheirRooms) {
  EXPECT_EQ(only_problem("model/world/a.cc", "#include <CLI/CLI.hpp>\n"),
            "model/world/a.cc:1: <CLI/CLI.hpp> does not belong here; its job is done in "
            "tools/imstorm");
  EXPECT_TRUE(planted("tools/imstorm/a.cc", "#include <CLI/CLI.hpp>\n").empty());
}

TEST(Tidy, KeepsHeavyLibrariesOutOfHeaders) {
  for (const char* header : {"toml++/toml.h", "boost/program_options.hpp", "nlohmann/json.hpp"}) {
    const std::string include = fmt::format("#include <{}>\n", header);
    EXPECT_TRUE(planted("model/scenario/a.cc", include).empty()) << header;
    EXPECT_EQ(only_problem("model/scenario/a.h", include),
              fmt::format("model/scenario/a.h:2: <{}> is heavy and stands in a header; include it "
                          "in the .cc and keep its types out of the .h",
                          header));
  }
  EXPECT_TRUE(planted("sim/core/a.h", "#include <xxhash.h>\n").empty());
}

TEST(Tidy, FindsEveryBannedWordWhereItIsBanned) {
  for (const Ban& ban : bans()) {
    for (std::string word : ban.words) {
      if (word.front() == '*') word.replace(0, 1, "uniform_int");
      const std::string call = word.back() == '(' ? word + ")" : word;
      for (const std::string& room : ban.rooms) {
        const std::string file = room + (room == "sim" || room == "model" ? "/*/a.cc"
                                         : room == "tools"                ? "/bench/a.cc"
                                                                          : "/a.cc");
        const std::string text = "int before;\nauto value = std::" + call + ";\n";
        std::vector<Violation> found;
        check_bans({file, text}, found);
        ASSERT_EQ(found.size(), 1U) << file << ": " << word;
        EXPECT_EQ(found[0].line, 2);
        EXPECT_EQ(found[0].cure, ban.cure);
      }
    }
  }
}

TEST(Tidy, FindsBannedSystemHeaders) {
  EXPECT_EQ(only_problem("sim/core/a.h", "#include <random>\n"),
            "sim/core/a.h:2: <random> is banned; a run has no wall clock, threads, floating point "
            "or unordered iteration");
  EXPECT_TRUE(planted("tools/bench/a.h", "#include <random>\n").empty());
}

TEST(Tidy, FindsFloatingPointNumbers) {
  for (const char* number : {"1.5", "1e9", "1'000.", ".5", "2E-3", "0x1p3", "1.f"}) {
    EXPECT_EQ(planted("sim/core/a.cc", fmt::format("auto x = {};\n", number)).size(), 1U) << number;
  }
  for (const char* number : {"15", "0x1e9", "1'000", "0b11", "x.e5", "a1.b", "0xE+1", "5ULL"}) {
    EXPECT_TRUE(planted("sim/core/a.cc", fmt::format("auto x = {};\n", number)).empty()) << number;
  }
  EXPECT_TRUE(planted("reports/a.cc", "auto x = 1.5;\n").empty());
}

TEST(Tidy, LooksAtWholeWordsOnly) {
  EXPECT_TRUE(planted("sim/core/a.cc", "int doubled, brand(), rand, float_like;\n").empty());
  EXPECT_TRUE(planted("sim/core/a.cc", "static_assert(true);\n").empty());
  EXPECT_FALSE(planted("sim/core/a.cc", "int x = rand ();\n").empty());
}

TEST(Tidy, IgnoresCommentsAndLiterals) {
  EXPECT_TRUE(planted("sim/core/a.cc",
                      "// a double, by rand() \\\n and float\n"
                      "/* thread_local\n #define X */\n"
                      "auto a = \"double \\\" float\"; char c = '\"'; int n = 1'000;\n"
                      "auto b = R\"(float \" double)\"; auto d = u8R\"x(\n#define )\" )x\";\n")
                  .empty());
  EXPECT_EQ(only_problem("sim/core/a.cc", "auto s = \"//\"; char c = '\\''; double d;\n"),
            "sim/core/a.cc:1: double is banned; use integers: nanoseconds, counts, Ratio");
  EXPECT_EQ(planted("sim/core/a.cc", "auto s = R\"(\n)\"; /* */\nint n = 1'0; float d;\n"),
            std::vector<std::string>{
                "sim/core/a.cc:3: float is banned; use integers: nanoseconds, counts, Ratio"});
}

TEST(Tidy, FindsMacrosUsingNamespaceAndMissingGuards) {
  EXPECT_EQ(only_problem("reports/a.cc", "int x;\n # define Y 1\n"),
            "reports/a.cc:2: a macro is defined; use a constant, a function or a template");
  EXPECT_EQ(only_problem("reports/a.h", "using namespace std;\n"),
            "reports/a.h:2: using namespace in a header; name what is meant: every includer would "
            "get all of it");
  EXPECT_EQ(problems({{"reports/a.h", "int x;\n"}}),
            std::vector<std::string>{
                "reports/a.h:1: the header has no guard; begin it with #pragma once"});
}

TEST(Tidy, FindsLongFiles) {
  std::string text;
  for (int i = 0; i < kFileLinesMax; ++i) text += "int x;\n";
  EXPECT_TRUE(planted("reports/a.cc", text).empty());
  EXPECT_EQ(only_problem("reports/a.cc", text + "int y;\n"),
            "reports/a.cc:401: a file of 401 lines, at most 400; one noun per file: which noun "
            "wants a file of its own?");
}

TEST(Tidy, FindsLongFunctions) {
  for (const char* head :
       {"void f(int i)", "template <class T>\nvoid A<T>::f() const", "TEST(Noun, Sentence)",
        "A::A(int i) : a_{i}, b_({1}), c_{{1}}", "auto f(S s = {}) -> std::vector<int>",
        "static inline int f()", "auto kF = [](int i)"}) {
    const bool two_lines = std::string(head).find('\n') != std::string::npos;
    const int longest = kFunctionLinesMax - (two_lines ? 1 : 0);
    const std::string before = "namespace a {\nclass B {\n  int x = 1;\n\n public:\n";
    EXPECT_TRUE(planted("reports/a.cc", before + function_of(longest, head)).empty()) << head;
    EXPECT_EQ(only_problem("reports/a.cc", before + function_of(longest + 1, head)),
              "reports/a.cc:6: a function of 71 lines, at most 70; give its steps names and "
              "functions of their own")
        << head;
  }
}

TEST(Tidy, DoesNotTakeDataAndTypesForFunctions) {
  for (const char* head : {"struct Long : Base<int>", "namespace long_one", "enum class E",
                           "template <class T, class = Sized<(1 > 0)>>\nclass Long",
                           "const Row kTable[] =", "const std::vector<Row> kRows"}) {
    EXPECT_TRUE(planted("reports/a.cc", function_of(90, head)).empty()) << head;
  }
  EXPECT_TRUE(planted("reports/a.cc",
                      "auto x = f({\n" + std::string(90, '\n') + "});\nint g() { return 1; }\n")
                  .empty());
}

TEST(Tidy, FindsUnfinishedWorkInAnyFile) {
  EXPECT_EQ(only_problem("scenarios/a.toml", std::string("# ok\n# TO") + "DO: more\n"),
            std::string("scenarios/a.toml:2: \"to") +
                "do\" must not stand here; finish it, or file it where work is planned");
  EXPECT_EQ(planted("README.md", std::string("cd /wo") + "rk/main\n").size(), 1U);
  const std::string letters(6, 'X');  // of a template of mktemp
  const std::string words = "mktemp " + letters + "; from now on; a workload; to double\n";
  EXPECT_TRUE(planted("README.md", words).empty());
}

TEST(Tidy, AllowsOnlyExceptionsThatAreNeeded) {
  const Exception exception{"sim/core/a.cc", "bans", "a reason"};
  EXPECT_TRUE(problems({{"sim/core/a.cc", "double d;\n"}}, {exception}).empty());
  EXPECT_EQ(problems({{"sim/core/b.cc", "double d;\n"}}, {exception}),
            (std::vector<std::string>{
                "sim/core/b.cc:1: double is banned; use integers: nanoseconds, counts, Ratio",
                "sim/core/a.cc:1: nothing here needs the exception from 'bans'; take it out of "
                "the table"}));
}

}  // namespace
}  // namespace imstorm::tidy
