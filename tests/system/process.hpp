// The real program as a child process, so that it can be killed.
#pragma once
#include <sys/types.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace system_tests {

class Process {
public:
    Process(const std::vector<std::string>& arguments, const std::map<std::string, std::string>& environment,
            const std::string& input = {});
    ~Process();  // kills what still runs
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    std::string first_line();  // of standard output
    std::uint16_t port();      // of "listening on 127.0.0.1:PORT"
    void send(int signal) const;
    int wait();          // exit code, or minus the signal
    std::string rest();  // of standard output, to its end

private:
    pid_t pid_ = 0;
    int out_ = -1;
};

}  // namespace system_tests
