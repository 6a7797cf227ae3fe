#include <fmt/format.h>

#include <algorithm>

#include "tests/tidy/code.h"
#include "tests/tidy/rules.h"

namespace imstorm::tidy {

namespace {

/// Blanks preprocessor lines, whose braces need not match.
std::string without_directives(std::string code) {
  bool directive = false;
  for (std::size_t start = 0; start < code.size();) {
    const std::size_t end = std::min(code.find('\n', start), code.size());
    const std::size_t first = code.find_first_not_of(" \t", start);
    directive = directive || (first < end && code[first] == '#');
    const bool goes_on = directive && end > start && code[end - 1] == '\\';
    if (directive) std::fill(&code[start], &code[start] + (end - start), ' ');
    directive = goes_on;
    start = end + 1;
  }
  return code;
}

/// Drops `template <...>` so that its `class` is not taken for the head's own.
std::string_view without_template(std::string_view head) {
  while (head.starts_with("template")) {
    int depth = 0;
    std::size_t at = std::min(head.find('<'), head.size());
    for (; at < head.size(); ++at) {
      depth += head[at] == '<' ? 1 : head[at] == '>' ? -1 : 0;
      if (depth == 0) break;
    }
    head.remove_prefix(std::min(at + 1, head.size()));
    head.remove_prefix(std::min(head.find_first_not_of(" \n"), head.size()));
  }
  return head;
}

/// What stands before a brace decides what the brace opens.
enum class Scope { Function, Type, Other };

Scope scope_of(std::string_view head) {
  for (const Word& word : words_of(without_template(head))) {
    for (const std::string_view type :
         {"namespace", "class", "struct", "union", "enum", "extern"}) {
      if (word.text == type) return Scope::Type;
    }
    if (word.text != "inline" && word.text != "static" && word.text != "constexpr") break;
  }
  return head.find('(') == std::string_view::npos ? Scope::Other : Scope::Function;
}

/// Finds functions by their braces: the outermost ones inside namespaces and types whose head has
/// a parenthesis. Lambdas and control statements lie within a function and are part of it.
class FunctionScan {
 public:
  FunctionScan(const File& file, std::vector<Violation>& out)
      : file_(file), code_(without_directives(code_only(file.text))), out_(out) {}

  void run() {
    for (std::size_t at = 0; at < code_.size(); ++at) {
      const char c = code_[at];
      parentheses_ += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == '{') open(at);
      if (c == '}') close(at);
      if (c == ';' && parentheses_ == 0) head_ = at + 1;
      if (c == ':' && ends_access(at)) head_ = at + 1;
    }
  }

 private:
  struct Brace {
    Scope scope;
    std::size_t head;
    int parentheses;
  };

  std::string_view head_before(std::size_t at) const {
    std::string_view head = std::string_view(code_).substr(head_, at - head_);
    head.remove_prefix(std::min(head.find_first_not_of(" \t\n"), head.size()));
    return head;
  }

  bool ends_access(std::size_t at) const {
    const std::string_view head = head_before(at);
    return head == "public" || head == "private" || head == "protected";
  }

  void open(std::size_t at) {
    const std::string_view head = head_before(at);
    const bool outermost = std::all_of(braces_.begin(), braces_.end(),
                                       [](const Brace& b) { return b.scope == Scope::Type; });
    const Scope scope = parentheses_ > 0 || !outermost ? Scope::Other : scope_of(head);
    braces_.push_back({scope, at - head.size(), parentheses_});
    parentheses_ = 0;
    head_ = at + 1;
  }

  void close(std::size_t at) {
    if (braces_.empty()) return;
    const Brace brace = braces_.back();
    braces_.pop_back();
    parentheses_ = brace.parentheses;
    const std::size_t next = code_.find_first_not_of(" \t\n", at + 1);
    const bool head_goes_on =  // member{1}, other{2} { ... }
        next != std::string::npos &&
        std::string_view(",{)(").find(code_[next]) != std::string::npos;
    head_ = head_goes_on ? brace.head : at + 1;
    if (brace.scope != Scope::Function) return;
    const int first = line_at(code_, brace.head);
    const int lines = line_at(code_, at) - first + 1;
    if (lines > kFunctionLinesMax) {
      out_.push_back({file_.path, first, "sizes",
                      fmt::format("a function of {} lines, at most {}", lines, kFunctionLinesMax),
                      "give its steps names and functions of their own"});
    }
  }

  const File& file_;
  std::string code_;
  std::vector<Violation>& out_;
  std::vector<Brace> braces_;
  std::size_t head_ = 0;  // where the text that the next brace belongs to begins
  int parentheses_ = 0;   // open ones since the innermost brace
};

}  // namespace

void check_sizes(const File& file, std::vector<Violation>& out) {
  const auto lines = static_cast<int>(lines_of(file.text).size());
  if (lines > kFileLinesMax) {
    out.push_back({file.path, kFileLinesMax + 1, "sizes",
                   fmt::format("a file of {} lines, at most {}", lines, kFileLinesMax),
                   "one noun per file: which noun wants a file of its own?"});
  }
  FunctionScan(file, out).run();
}

}  // namespace imstorm::tidy
