#include "tests/system/process.hpp"

#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <stdexcept>

namespace system_tests {
namespace {

// Nothing of the environment of whoever runs the tests may reach the program, save where libraries and tools lie.
std::vector<std::string> environment_of(const std::map<std::string, std::string>& given) {
    std::vector<std::string> all{"PATH=/usr/bin:/bin"};
    for (const auto& [name, value] : given) all.push_back(name + "=" + value);
    return all;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> list;
    for (std::string& text : texts) list.push_back(text.data());
    list.push_back(nullptr);
    return list;
}

}  // namespace

Process::Process(const std::vector<std::string>& arguments, const std::map<std::string, std::string>& environment,
                 const std::string& input) {
    std::vector<std::string> words{SAPA_PROGRAM};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<std::string> variables = environment_of(environment);
    const std::vector<char*> argv = pointers(words), envp = pointers(variables);
    int out[2], in[2];
    if (pipe(out) != 0 || pipe(in) != 0) throw std::runtime_error("no pipe");
    pid_ = fork();
    if (pid_ == 0) {
        dup2(in[0], 0);
        dup2(out[1], 1);
        for (const int each : {in[0], in[1], out[0], out[1]}) close(each);
        execve(argv[0], argv.data(), envp.data());
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    out_ = out[0];
    const ssize_t written = write(in[1], input.data(), input.size());
    close(in[1]);
    if (written != static_cast<ssize_t>(input.size())) throw std::runtime_error("the program did not take its input");
}

Process::~Process() {
    if (pid_ > 0) {
        kill(pid_, SIGKILL);
        wait();
    }
    close(out_);
}

std::string Process::first_line() {
    std::string line;
    for (char c = 0; read(out_, &c, 1) == 1 && c != '\n';) line += c;
    return line;
}

std::uint16_t Process::port() {
    const std::string line = first_line();
    const std::string start = "listening on 127.0.0.1:";
    if (!line.starts_with(start)) throw std::runtime_error("not ready: " + line);
    return static_cast<std::uint16_t>(std::stoi(line.substr(start.size())));
}

void Process::send(int signal) const { kill(pid_, signal); }

int Process::wait() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

std::string Process::rest() {
    std::string text;
    char buffer[4096];
    for (ssize_t got = 0; (got = read(out_, buffer, sizeof buffer)) > 0;) text.append(buffer, static_cast<std::size_t>(got));
    return text;
}

}  // namespace system_tests
