"""What WhatsApp posts to us, as JSON bytes. Invented people only."""
import json
import time

NUMBER_ID = "100000000000001"
NAME = "Kenarijaya Camarsari"  # canaries: none of these three may ever stand in a log
NIK = "2104011203859001"
FIRST_PHONE = 62812000_00001


def phone(n):
    return str(FIRST_PHONE - 1 + n)


def _envelope(value):
    value = {"messaging_product": "whatsapp", "metadata": {"display_phone_number": "627760000001", "phone_number_id": NUMBER_ID}, **value}
    entry = {"id": "100000000000002", "changes": [{"field": "messages", "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def messages(items):
    """`items`: (message id, phone, text), or with a fourth: seconds since 1970 at which it was written."""
    list_of = [{"from": item[1], "id": item[0], "timestamp": str(int(item[3] if len(item) > 3 else time.time())), "type": "text",
                "text": {"body": item[2]}} for item in items]
    people = [{"profile": {"name": NAME}, "wa_id": who} for who in dict.fromkeys(item[1] for item in items)]
    return _envelope({"contacts": people, "messages": list_of})


def statuses(message_id, to, opaque, names):
    return _envelope({"statuses": [{"id": message_id, "status": name, "timestamp": str(int(time.time())), "recipient_id": to,
                                    "biz_opaque_callback_data": opaque} for name in names]})
