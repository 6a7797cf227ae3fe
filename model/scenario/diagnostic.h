#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace imstorm {

/// Where something stands in a file.
struct Place {
  std::uint32_t line = 0;    ///< from 1; 0: nowhere in the file
  std::uint32_t column = 0;  ///< from 1, in characters
  std::uint32_t length = 1;  ///< characters, for the caret
};

enum class Severity : std::uint8_t {
  Error,
  Warning,  ///< the scenario can run, but probably says something else than was meant
};

/// One thing that is wrong, where, and what would cure it.
struct Diagnostic {
  std::string
      file;  ///< or where else it was said: "--set pull.limit=x", "environment IMSTORM_SEED"
  Place place;
  Severity severity = Severity::Error;
  std::string text;
  std::string source_line;  ///< without the line's end
  std::string note;         ///< a cure: "did you mean 'loss'?"; may be empty
};

/// As compilers say it, with a newline at the end:
///   scenarios/lossy.toml:12:8: error: loss must be between 0 and 1, found 2
///      12 | loss = 2
///         |        ^
///         = did you mean ...
std::string render(const Diagnostic& diagnostic);

/// All of them, one after the other.
std::string render(const std::vector<Diagnostic>& diagnostics);

bool has_error(const std::vector<Diagnostic>& diagnostics);

/// Collects what is wrong with one text.
class Diagnostics {
 public:
  Diagnostics(std::string_view text, std::string_view file);

  void error(Place place, std::string text, std::string note = "");
  void warning(Place place, std::string text, std::string note = "");
  /// About something that is not in the file.
  void error_at(std::string where, std::string text, std::string note = "");
  void warning_at(std::string where, std::string text, std::string note = "");

  /// In the order of the file, then what stands elsewhere; the same one is said only once.
  std::vector<Diagnostic> sorted() const;

 private:
  void add(Place place, Severity severity, std::string text, std::string note);

  std::string file_;
  std::vector<std::string> lines_;
  std::vector<Diagnostic> found_;
};

}  // namespace imstorm
