#include "bot/commands.hpp"

int main(int argc, char** argv) { return bot::run_program(argc, argv, desk::standard_streams()); }
