#pragma once

#include <string>

namespace imstorm {

/// What `imstorm report` was told. Paths are empty for none, "-" for stdout.
struct ReportOptions {
  std::string source;  ///< a result file or a folder of them
  std::string html;    ///< of a folder: the folder for the pages
  std::string mermaid;
  std::string perfetto;
  std::string shiviz;
  std::string svg;
  bool open = false;  ///< shows the page in a browser
};

}  // namespace imstorm
