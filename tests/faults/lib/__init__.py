"""What the fault tests share: the program as a process, a stand-in for WhatsApp, citizens who write, and the record of what happened."""
