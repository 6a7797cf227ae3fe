#include "tools/imstorm/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <exception>

#include "reports/inert.h"
#include "tools/imstorm/app.h"
#include "tools/imstorm/compare.h"
#include "tools/imstorm/completion.h"
#include "tools/imstorm/explain.h"
#include "tools/imstorm/fuzz.h"
#include "tools/imstorm/keys.h"
#include "tools/imstorm/list.h"
#include "tools/imstorm/manual.h"
#include "tools/imstorm/new_scenario.h"
#include "tools/imstorm/path_problem.h"
#include "tools/imstorm/report.h"
#include "tools/imstorm/run.h"
#include "tools/imstorm/schema.h"
#include "tools/imstorm/shell.h"
#include "tools/imstorm/shrink.h"
#include "tools/imstorm/stdout_problem.h"
#include "tools/imstorm/usage_error.h"

namespace imstorm {
namespace {

ExitCode dispatch(const CLI::App& app, const Said& said, const Environment& environment,
                  Streams& streams) {
  if (app.got_subcommand("run")) return run(said.run, environment, streams);
  if (app.got_subcommand("compare")) return compare_designs(said.compare, environment, streams);
  if (app.got_subcommand("explain")) return explain(said.explain, environment, streams);
  if (app.got_subcommand("fuzz")) return fuzz(said.fuzz, environment, streams);
  if (app.got_subcommand("merge")) return merge(said.merge, environment, streams);
  if (app.got_subcommand("shrink")) return shrink(said.shrink, environment, streams);
  if (app.got_subcommand("report")) return report(said.report, streams);
  if (app.got_subcommand("keys")) return keys(said.keys, streams);
  if (app.got_subcommand("list")) return list(said.list, environment, streams);
  if (app.got_subcommand("new")) return new_scenario(said.name, streams);
  if (app.got_subcommand("schema")) return schema(streams);
  if (app.got_subcommand("completion")) return completion(app, streams);
  return manual(app, streams);
}

ExitCode parse_and_dispatch(const std::vector<std::string>& args, const Environment& environment,
                            Streams& streams) {
  Said said;
  const std::shared_ptr<CLI::App> app = make_app(said);
  try {
    app->require_subcommand(1);
    std::vector<std::string> reversed(args.rbegin(), args.rend());
    app->parse(reversed);
  } catch (const CLI::Success& asked) {  // --help, --version
    app->exit(asked, streams.out, streams.err);
    return ExitCode::Holds;
  } catch (const CLI::ParseError& error) {
    streams.err << usage_error(*app, args, error.what());
    return ExitCode::Usage;
  }
  if (const std::string problem = stdout_problem(said); !problem.empty()) {
    streams.err << fmt::format("imstorm: {}\n", problem);
    return ExitCode::Usage;
  }
  if (const std::string problem = path_problem(said); !problem.empty()) {
    streams.err << fmt::format("imstorm: {}\n", problem);
    return ExitCode::Usage;
  }
  return dispatch(*app, said, environment, streams);
}

std::string repeated(const std::vector<std::string>& args) {
  std::string command = "imstorm";
  for (const std::string& arg : args) command += " " + shell_word(arg);
  return command;
}

}  // namespace

ExitCode command_line(const std::vector<std::string>& args, const Environment& environment,
                      Streams& streams) {
  ExitCode code = ExitCode::Internal;
  try {
    code = parse_and_dispatch(args, environment, streams);
  } catch (const std::exception& error) {
    streams.err << fmt::format("imstorm: {}\n  repeat it with: {}\n", inert(error.what()),
                               inert(repeated(args)));
  }
  streams.out.flush();
  if (streams.out.fail()) {
    streams.err << "imstorm: cannot write to standard output\n";
    code = heavier(code, ExitCode::CannotWrite);
  }
  return code;
}

}  // namespace imstorm
