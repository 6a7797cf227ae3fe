#include <fmt/format.h>

#include <algorithm>

#include "tests/tidy/rules.h"

namespace imstorm::tidy {

std::vector<Violation> check(const std::vector<File>& files,
                             const std::vector<Exception>& exceptions) {
  std::vector<Violation> all;
  for (const File& file : files) {
    check_words(file, all);
    if (!is_code(file.path)) continue;
    check_includes(file, all);
    check_bans(file, all);
    check_sizes(file, all);
  }

  const auto covers = [](const Exception& exception, const Violation& violation) {
    return exception.file == violation.file && exception.rule == violation.rule;
  };
  std::vector<Violation> left;
  for (const Violation& violation : all) {
    const bool excepted =
        std::any_of(exceptions.begin(), exceptions.end(),
                    [&](const Exception& exception) { return covers(exception, violation); });
    if (!excepted) left.push_back(violation);
  }
  for (const Exception& exception : exceptions) {
    const bool used = std::any_of(all.begin(), all.end(), [&](const Violation& violation) {
      return covers(exception, violation);
    });
    if (used) continue;
    left.push_back({exception.file, 1, "exceptions",
                    fmt::format("nothing here needs the exception from '{}'", exception.rule),
                    "take it out of the table"});
  }
  return left;
}

}  // namespace imstorm::tidy
